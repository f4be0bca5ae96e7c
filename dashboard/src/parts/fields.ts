// Controls of a draft: what each shows of it, and how it changes it.
import type { Document, Draft } from './draft';

/** The members of a document that hold such a value. */
type Holding<T, Value> = { [Name in keyof T]: T[Name] extends Value ? Name : never }[keyof T];

interface Typed {
  currentTarget: { value: string };
}
interface Ticked {
  currentTarget: { checked: boolean };
}

/** What binds a control to a member of a draft, by the kind of the control. */
export function fieldsOf<T extends Document>({ value, set }: Pick<Draft<T>, 'value' | 'set'>) {
  return {
    text: <Name extends Holding<T, string>>(name: Name) => ({
      value: value[name] as string,
      onChange: (event: Typed) => set(name, event.currentTarget.value as T[Name]),
    }),
    /** Where blanks around it mean nothing: addresses. */
    trimmed: <Name extends Holding<T, string>>(name: Name) => ({
      value: value[name] as string,
      onChange: (event: Typed) => set(name, event.currentTarget.value.trim() as T[Name]),
    }),
    number: <Name extends Holding<T, number>>(name: Name) => ({
      value: value[name] as number,
      onChange: (next: string | number) => set(name, Number(next) as T[Name]),
    }),
    flag: <Name extends Holding<T, boolean>>(name: Name) => ({
      checked: value[name] as boolean,
      onChange: (event: Ticked) => set(name, event.currentTarget.checked as T[Name]),
    }),
  };
}
