import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { setPrefs, usePrefs } from "../../../lib/prefs.ts";
import { Card } from "../../../ui/shared/Card.tsx";
import { SelectField } from "../../../ui/shared/Field.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { Switch } from "../../../ui/mobile/Toggle.tsx";
import { meTexts } from "../me.texts.ts";

/** 长辈版, language and appearance: they take effect at once and stay on this phone. */
export function DisplaySettings() {
  const texts = useTexts(meTexts);
  const languages = useTexts(commonTexts).languageName;
  const { elder, language, theme } = usePrefs();
  return (
    <Section title={texts.display}>
      <Card>
        <Switch
          label={texts.elder}
          hint={texts.elderHint}
          checked={elder}
          onChange={(on) => setPrefs({ elder: on })}
          name="elder"
        />
        <SelectField
          label={texts.theme}
          value={theme}
          onChange={(chosen) => setPrefs({ theme: chosen })}
          options={(["system", "light", "dark"] as const).map((value) => ({ value, label: texts.themes[value] }))}
        />
        <SelectField
          label={language === "zh" ? `${texts.language} Language` : `${texts.language} 语言`}
          value={language}
          onChange={(chosen) => setPrefs({ language: chosen })}
          options={(["zh", "en"] as const).map((value) => ({ value, label: languages[value] }))}
        />
      </Card>
    </Section>
  );
}
