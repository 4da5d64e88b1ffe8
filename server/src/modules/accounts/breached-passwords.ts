import { breachedPasswords } from "./breached-passwords.list.ts";

/**
 * Whether a password would be among the first guesses: known from breaches, the phone number itself, or one or two
 * characters over and over (NIST SP 800-63B 5.1.1.2).
 */
export function isBreached(password: string, phone: string): boolean {
  const plain = password.trim().toLowerCase();
  return breachedPasswords.has(plain) || plain.includes(phone) || new Set(plain).size <= 2;
}
