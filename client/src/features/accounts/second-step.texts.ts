import { defineTexts } from "../../lib/i18n/define.ts";

/** The second step of sign-in, and proving again who one is. */
export const secondStepTexts = defineTexts({
  zh: {
    title: "第二步验证",
    lead: (name: string) => `${name}，您好。工作账号能看到患者信息，所以登录要多一步。`,
    code: "验证码",
    codeHint: "打开手机上的验证器应用，输入里面的 6 位数字",
    verify: "验证",
    passkey: "用通行密钥验证",
    passkeyAway: "通行密钥要在 https 网址下才能用，请改用别的方式。",
    useRecovery: "用恢复码",
    recoveryCode: "恢复码",
    recoveryHint: "设置时保存的那组代码，每个只能用一次",
    recoveryWrong: "恢复码不对，或已经用过，请换一个",
    back: "用验证码",
    other: "换个账号",
    demo: "演示：填入当前验证码",
    demoAway: (secret: string) =>
      `演示：这个网址不是 localhost 或 https，浏览器算不出验证码。可以把密钥 ${secret} 加进验证器应用。`,
    again: "请确认是您本人",
    againLead: "接下来这一步很要紧，请再验证一次。写好的内容不会丢，验证后自动继续。",
    ways: { label: "验证方式", password: "密码", totp: "验证码", passkey: "通行密钥" },
    password: "密码",
    confirm: "确认",
    forgotten: "不记得密码？可以退出后用“忘记密码”重设。",
  },
  en: {
    title: "Second step",
    lead: (name) => `Hello ${name}. A work account sees patients' data, so signing in takes one more step.`,
    code: "Code",
    codeHint: "The 6 digits in your phone's authenticator app",
    verify: "Verify",
    passkey: "Use a passkey",
    passkeyAway: "Passkeys need an https address. Please use another way.",
    useRecovery: "Use a recovery code",
    recoveryCode: "Recovery code",
    recoveryHint: "One of those you saved at set-up; each works once",
    recoveryWrong: "This recovery code is wrong or used already, please take another",
    back: "Use a code",
    other: "Another account",
    demo: "Demo: fill in the current code",
    demoAway: (secret) =>
      `Demo: this address is neither localhost nor https, so the browser cannot compute the code. You can add the key ${secret} to an authenticator app.`,
    again: "Please confirm it is you",
    againLead:
      "The next step matters, so please prove once more who you are. What you wrote is kept, and it goes on by itself.",
    ways: { label: "Way to verify", password: "Password", totp: "Code", passkey: "Passkey" },
    password: "Password",
    confirm: "Confirm",
    forgotten: "Password forgotten? You can sign out and choose a new one there.",
  },
});
