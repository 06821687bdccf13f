import type { Alignment } from "./together";
import type { Say } from "./words";

interface Props { count: number; isFree: boolean; say: Say; onCopy: () => void; onDuplicate: () => void; onRemove: () => void; onAlign: (how: Alignment) => void; onLeave: () => void }

/** What can be done with the steps that are chosen together. */
export function Several({ count, isFree, say, onCopy, onDuplicate, onRemove, onAlign, onLeave }: Props) {
  const ways: [Alignment, string][] = [["left", say("左对齐", "Left")], ["centre", say("居中", "Centre")], ["right", say("右对齐", "Right")], ["top", say("上对齐", "Top")], ["across", say("横向等距", "Even across")], ["down", say("纵向等距", "Even down")]];
  return <div className="several" role="toolbar" aria-label={say("选中的步骤", "The chosen steps")}>
    <b role="status">{say(`已选 ${count} 步`, `${count} steps chosen`)}</b>
    <button type="button" onClick={onCopy} title="Ctrl+C">{say("复制", "Copy")}</button>
    <button type="button" onClick={onDuplicate} title="Ctrl+D">{say("复制一份", "Duplicate")}</button>
    <button type="button" className="grave" onClick={onRemove} title="Delete">{say("删除", "Delete")}</button>
    {ways.map(([how, words]) => <button key={how} type="button" disabled={!isFree} title={isFree ? undefined : say("先打开“自由摆放”", "Turn “Own places” on first")} onClick={() => onAlign(how)}>{words}</button>)}
    <button type="button" onClick={onLeave} title="Esc">{say("不选了", "Choose none")}</button>
  </div>;
}
