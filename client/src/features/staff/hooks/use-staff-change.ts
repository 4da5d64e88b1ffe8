import { useQueryClient } from "@tanstack/react-query";
import { type FormInstance } from "antd";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { changeStaff } from "../api/staff.ts";
import { staffTexts } from "../staff.texts.ts";
import { toast } from "../../../ui/shared/toast.ts";

/** A change of one account, said and shown when it is done. */
export function useStaffChange(onDone: () => void = () => undefined, form?: FormInstance) {
  const texts = useTexts(staffTexts);
  const queryClient = useQueryClient();
  return useDeskSend(
    changeStaff,
    ({ name }) => {
      void queryClient.invalidateQueries({ queryKey: ["staff"] });
      toast(texts.changed(name), "done");
      onDone();
    },
    form,
  );
}
