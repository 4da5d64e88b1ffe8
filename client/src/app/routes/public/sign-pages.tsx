// Signing in and up are one download: they are small, and people move between them.
export { SignIn } from "./sign-in.tsx";
export { SignUp } from "./sign-up.tsx";
