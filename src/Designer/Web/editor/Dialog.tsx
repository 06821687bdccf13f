import { useLayoutEffect, useRef, type ReactNode } from "react";

interface Props { title: string; children: ReactNode; onClose: () => void }

export function Dialog({ title, children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close(); // while it is still in the page: so the browser gives the focus back
  }, []);
  return <dialog ref={dialog} aria-label={title} onCancel={(event) => { event.preventDefault(); onClose(); }} onKeyDown={(event) => event.stopPropagation()}>
    <h2>{title}</h2>
    {children}
  </dialog>;
}
