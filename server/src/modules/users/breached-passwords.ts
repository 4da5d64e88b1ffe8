import { readTable } from "../../platform/read-table.ts";

export const breachedPasswords: ReadonlySet<string> = new Set(
  readTable("breached-passwords.txt").flatMap((line) => line.split(" ")),
);

/** Words an attacker would try first here: product, trade and roles, in the spellings people type. */
const houseWords =
  /复诊桥?|医院|医生|患者|护士|管理员|密码|fuzhen(qiao)?|fzq|hulianwang|yiyuan|yisheng|huanzhe|hushi|guanliyuan|mima|hospital|doctor|patient|nurse|admin|pharmacist|password|passwd/g;
/** How many letters must remain when those words, digits and symbols are removed. */
const OWN_LETTERS = 4;

/**
 * Whether a password would be among the first guesses: known from breaches, containing the phone number, made of one or
 * two characters, or our own words with digits and symbols (NIST SP 800-63B 5.1.1.2).
 */
export function isBreached(password: string, phone: string): boolean {
  const plain = password.trim().toLowerCase();
  return breachedPasswords.has(plain) || plain.includes(phone) || new Set(plain).size <= 2 || isHouseWord(plain);
}

function isHouseWord(plain: string): boolean {
  const rest = plain.replaceAll(houseWords, "");
  return rest !== plain && rest.replaceAll(/\P{L}/gu, "").length < OWN_LETTERS;
}
