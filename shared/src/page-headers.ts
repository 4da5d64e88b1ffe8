/** What every request of our own pages says beside its token. */
export const pageHeaders = {
  /** `1`: a page of ours asks. No foreign form or image can send it, so no cookie is read without it (CSRF). */
  ours: "x-fuzhen",
  /**
   * Id of the account whose page it is. A browser has one cookie for all its tabs: when somebody else signs in in another
   * tab, what this one still sends is refused (`other_person`) instead of being done in their name.
   */
  person: "x-fuzhen-person",
} as const;
