import type { ConsentPurpose } from "./patient.schema.ts";

/**
 * The consent texts in force. A change of wording is a new version: people are asked again (R9, R53). The server
 * stores the SHA-256 of the title and paragraphs joined by line feeds with each consent.
 */
export const consentTexts: Record<ConsentPurpose, { version: string; title: string; body: string[] }> = {
  "health-data": {
    version: "2026-11",
    title: "敏感个人信息处理单独同意书",
    body: [
      "为了让您的复诊医生了解病情，我们需要处理您的医疗健康信息：检查检验报告、既往诊断、与医生的图文和音视频沟通、病历与医嘱。这些属于敏感个人信息，一旦泄露可能影响您的人身安全或人格尊严。",
      "处理者：您预约的医疗机构与复诊桥平台。目的：仅用于本次及后续复诊。保存期限：病历自最后一次就诊起不少于 15 年，图文与音视频记录不少于 3 年，均为法律要求。",
      "只有为您看病的医生在看病所需的时间内能够查看，每次查看都会留下记录。",
      "您可以在“我的”中随时撤回同意。撤回后不能继续预约复诊，已形成的病历依法继续保存，但不再作其他使用。",
    ],
  },
  telehealth: {
    version: "2026-11",
    title: "互联网复诊知情同意书",
    body: [
      "互联网诊疗只适用于已在实体医疗机构确诊的部分常见病、慢性病的复诊，不提供首诊。您需要提供由实体医疗机构出具的诊断证明材料。",
      "医生无法通过网络进行体格检查，判断可能受到影像质量、网络状况和您所提供资料的限制。医生认为不适合在线复诊时，可以随时终止，并请您到实体医院就诊。",
      "如果出现胸痛、呼吸困难、意识不清、大出血等紧急情况，请立即拨打 120 或前往最近的医院急诊，不要等待在线复诊。",
      "我已阅读并理解以上内容，承诺所提供的身份和病情资料真实，同意接受互联网复诊。",
    ],
  },
};
