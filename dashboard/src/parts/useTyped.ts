// What is typed into a search, which the address keeps.
import { useRef, useState } from 'react';

/** The text and how it is changed. It follows the address where that changes otherwise: a link, the way back. */
export function useTyped(inAddress: string, write: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(inAddress);
  const [known, setKnown] = useState(inAddress);
  // The address comes after the keys: what is on its way there was typed, and is no news.
  const written = useRef<string[]>([]);
  if (known !== inAddress) {
    setKnown(inAddress);
    const at = written.current.lastIndexOf(inAddress);
    if (at < 0) setTyped(inAddress);
    written.current = written.current.slice(at + 1);
  }
  const change = (text: string) => {
    setTyped(text);
    written.current.push(text);
    write(text);
  };
  return [typed, change];
}
