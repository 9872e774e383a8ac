import type { Area } from 'react-easy-crop';

/** What is sent; the server keeps half of it. */
const SIDE = 1024;

/**
 * The chosen part of a picture as a JPEG of its pixels alone: place, time and camera stay on this computer.
 * @throws where the browser cannot show the picture
 */
export async function cropped(address: string, { x, y, width, height }: Area): Promise<Blob> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.getContext('2d')?.drawImage(picture, x, y, width, height, 0, 0, SIDE, SIDE);
  return await blobOf(canvas);
}

/** What a camera shows at this moment, whole. */
export async function still(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return await blobOf(canvas);
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TypeError('no picture'))), 'image/jpeg', 0.92);
  });
}
