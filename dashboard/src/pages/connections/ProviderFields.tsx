import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { KindOfConnection, Typed } from './kinds';

/** What a provider is reached with. */
export function ProviderFields({
  kind,
  typed,
  change,
  disabled = false,
}: {
  kind: KindOfConnection;
  typed: Typed;
  change: (next: Typed) => void;
  disabled?: boolean;
}) {
  return kind.fields.map((field) => {
    const text = typed[field.name] ?? '';
    const shared = {
      label: field.label,
      description: field.says,
      placeholder: field.placeholder,
      value: text,
      onChange: (event: { currentTarget: { value: string } }) =>
        change({ ...typed, [field.name]: event.currentTarget.value }),
      disabled,
      required: !field.optional,
      autoComplete: field.secret ? 'new-password' : 'off',
      error:
        field.url && text !== '' && !/^https:\/\/[^/]/.test(text)
          ? 'The address has to begin with https://.'
          : null,
    };
    if (field.long) return <Textarea key={field.name} {...shared} minRows={3} maxRows={8} />;
    return field.secret ? (
      <PasswordInput key={field.name} {...shared} />
    ) : (
      <TextInput key={field.name} {...shared} />
    );
  });
}
