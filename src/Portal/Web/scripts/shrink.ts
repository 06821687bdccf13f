/** Longest side of a photo that is kept: papers stay readable, and a dozen of them go over a village's network. */
const LONGEST = 1600;

/** A photo as a smaller JPEG; what camera and place it came from is left behind. */
export async function shrink(photo: Blob): Promise<Blob> {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const ground = canvas.getContext("2d")!;
  ground.fillStyle = "#fff";
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return picturesOf(canvas, "image/jpeg");
}

export const picturesOf = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("The picture cannot be packed."))), type, 0.8));

/** Draws a kept picture into a canvas of the page, as large as fits. */
export async function show(content: ArrayBuffer, canvas: HTMLCanvasElement): Promise<void> {
  const picture = await createImageBitmap(new Blob([content]));
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
  const ground = canvas.getContext("2d")!;
  ground.fillStyle = "#fff";
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
  picture.close();
}
