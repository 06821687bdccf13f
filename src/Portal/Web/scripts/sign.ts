/** A place to sign on with a finger: dark on white in either look, as it will be printed. */
export function pad(canvas: HTMLCanvasElement, signed: () => void): { clear(): void } {
  const ground = canvas.getContext("2d")!;
  const clear = (): void => {
    ground.fillStyle = "#fff";
    ground.fillRect(0, 0, canvas.width, canvas.height);
  };
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };

  clear();
  let drawing = false;
  canvas.addEventListener("pointerdown", event => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    ground.beginPath();
    ground.moveTo(...at(event));
    ground.lineWidth = 4;
    ground.lineCap = ground.lineJoin = "round";
    ground.strokeStyle = "#111";
  });
  canvas.addEventListener("pointermove", event => {
    if (!drawing) return;
    ground.lineTo(...at(event));
    ground.stroke();
  });
  const end = (): void => {
    if (!drawing) return;
    drawing = false;
    signed();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  return { clear };
}
