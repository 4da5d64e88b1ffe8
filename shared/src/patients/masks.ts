/** What others may see of a name: the first character. */
export const maskName = (name: string) => [...name].map((letter, i) => (i === 0 ? letter : "*")).join("");

/** Its first three digits and its last four. */
export const maskPhone = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-4)}`;
