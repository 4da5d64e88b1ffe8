/** When and where the fee of a visit is paid: the product itself takes no money. `unsaid`: the organisation has not told yet. */
export const feePaymentWays = ["unsaid", "counter", "before-visit", "after-visit"] as const;
export type FeePaymentWay = (typeof feePaymentWays)[number];

/** How the organisation has its fee paid (R3), and a line of its own: which window, which account, what to bring. */
export interface FeePayment {
  way: FeePaymentWay;
  note: string;
}

/** Characters of the organisation's own line. */
export const FEE_NOTE_MOST = 100;

export const unsaidPayment: FeePayment = { way: "unsaid", note: "" };
