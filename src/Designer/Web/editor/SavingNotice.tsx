import type { Saving } from "./useSaving";
import type { Say } from "./words";

export const savingWords = (saving: Saving, say: Say): string => ({
  saved: say("已保存", "Saved"), changed: say("有改动，正在保存……", "Changed, saving …"), saving: say("正在保存……", "Saving …"), stale: say("没有保存：别人已改过", "Not saved: somebody else changed it"),
  offline: say("没有网络，还没有保存", "No network: not saved yet"), failed: say("没有保存", "Not saved"),
})[saving.state];

interface Props { saving: Saving; say: Say; onLook: () => void; onOverwrite: () => void; onAgain: () => void }

/** Why something is not saved, and what can be done about it. */
export function SavingNotice({ saving, say, onLook, onOverwrite, onAgain }: Props) {
  if (saving.state !== "stale" && saving.state !== "failed" && saving.state !== "offline") return null;
  return <div className="notice" role="alert">
    <p>{saving.state === "offline" ? say("没有网络，恢复后自动保存。可以接着改，请不要关闭这一页。", "There is no network; it is saved by itself when it is back. Go on, and leave this page open.") : saving.words}</p>
    {saving.state === "stale"
      ? <p>
        <button type="button" onClick={onLook}>{say("看对方的版本（按“撤销”回到我的）", "Show theirs (Undo brings mine back)")}</button>
        <button type="button" onClick={onOverwrite}>{say("保存我的（对方的会留底，可恢复）", "Save mine (theirs is kept and can be restored)")}</button>
      </p>
      : <button type="button" onClick={onAgain}>{say("再保存一次", "Save again")}</button>}
  </div>;
}
