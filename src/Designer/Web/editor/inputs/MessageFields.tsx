import { useEffect, useState } from "react";
import { useKnown } from "../known";
import type { Message } from "../wire";

interface Props { id: string; value: string; onSet: (value: string | undefined) => void }

/** What people are told of, called as the message begins; what is not in the list is kept. */
export function EventField({ id, value, audience, onSet }: Props & { audience: string }) {
  const { say, choices } = useKnown();
  return <><select id={id} value={value} onChange={(event) => onSet(event.target.value || undefined)}>
    <option value="">{say("请选择", "choose")}</option>
    {choices.events.map((one) => <option key={one.key} value={one.key}>{one.words}（{one.key}）</option>)}
    {value !== "" && !choices.events.some((one) => one.key === value) && <option value={value}>{value}</option>}
  </select>
    {value !== "" && <Preview about={{ event: value, audience: audience || "applicant" }} />}</>;
}

/** Those whom the event is told to. */
export function AudienceField({ id, value, event, onSet }: Props & { event: string }) {
  const { say, choices } = useKnown();
  const told = choices.events.find((one) => one.key === event)?.audiences ?? ["applicant", "staff"];
  const words: Record<string, string> = { applicant: say("申请人", "the applicant"), staff: say("工作人员", "staff") };
  return <select id={id} value={value} onChange={(changed) => onSet(changed.target.value || undefined)}>
    <option value="">{say("按惯例：申请人", "the usual: the applicant")}</option>
    {told.map((one) => <option key={one} value={one}>{words[one] ?? one}</option>)}
    {value !== "" && !told.includes(value) && <option value={value}>{words[value] ?? value}</option>}
  </select>;
}

/** How it reads for a made-up case, in the languages and by the ways that there are. */
export function Preview({ about }: { about: Record<string, string> }) {
  const { id, wire, say } = useKnown();
  const [isOpen, setOpen] = useState(false);
  const [messages, setMessages] = useState<Message[]>();
  const [wrong, setWrong] = useState("");
  const key = JSON.stringify(about);
  useEffect(() => {
    if (!isOpen) return;
    let isOld = false;
    setMessages(undefined);
    wire.words(id, about).then((all) => { if (!isOld) { setMessages(all); setWrong(""); } }, (error: Error) => { if (!isOld) setWrong(error.message); });
    return () => { isOld = true; };
  }, [isOpen, key, id, wire]);
  const ways: Record<string, string> = { "in-app": say("站内信", "in-app"), email: say("邮件", "e-mail"), sms: say("短信", "text message"), "": say("文书", "document") };
  const missing = messages?.filter((one) => one.wrong !== null) ?? [];
  return <details className="preview" onToggle={(event) => setOpen(event.currentTarget.open)}>
    <summary>{say("看看发出的样子", "See how it reads")}</summary>
    {wrong && <p className="bad" role="alert">{wrong}</p>}
    {messages === undefined ? !wrong && <p className="hint">{say("正在读取……", "reading …")}</p> : messages.length === 0 ? <p className="bad">{say("没有这样的消息", "There is no such message")}</p> : <>
      {missing.map((one) => <p key={one.key + one.language} className="bad">{ways[one.channel] ?? one.channel} {one.language === "en" ? "English" : "中文"}：{one.wrong}</p>)}
      {messages.filter((one) => one.wrong === null).map((one) => <div key={one.key + one.language} className="message" lang={one.language}>
        <small>{ways[one.channel] ?? one.channel} · {one.language === "en" ? "English" : "中文"}</small>
        {one.title && <b>{one.title}</b>}
        {one.body === null ? <span>{say("版式见通知模板页", "its layout is shown under Templates")}</span> : <span>{one.body}</span>}
      </div>)}
      <p className="hint">{say("按虚构的案件填写。", "Filled in for a made-up case.")}</p>
    </>}
  </details>;
}
