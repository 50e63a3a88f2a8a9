import { create } from 'zustand';

/** Photographs on their way to the server: an action waits for them, or it would leave them out. */
export const usePhotoUploads = create<{ sending: number }>(() => ({ sending: 0 }));

export async function countUpload<T>(upload: () => Promise<T>): Promise<T> {
  usePhotoUploads.setState(({ sending }) => ({ sending: sending + 1 }));
  try {
    return await upload();
  } finally {
    usePhotoUploads.setState(({ sending }) => ({ sending: sending - 1 }));
  }
}
