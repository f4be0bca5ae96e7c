import { PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '~/api/client';
import { User } from '~/api/shapes';
import { CreateDialog } from '~/parts/CreateDialog';
import { notify } from '~/parts/notices';
import { listDatabases } from '../connections/queries';

export function CreateUser({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const databases = useQuery(listDatabases);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isVerified, setVerified] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const connection = chosen ?? databases.data?.[0]?.name ?? '';
  const create = useMutation({
    mutationFn: () => {
      const body = { connection, email: email.trim(), password, email_verified: isVerified };
      return ask(User, api.POST('/users', { body: body as never }));
    },
    onSuccess: (user) => {
      void queries.invalidateQueries({ queryKey: ['users', 'list'] });
      notify(`${user.email ?? user.user_id} was made.`);
      void navigate({ to: '/users/$id/{-$tab}', params: { id: user.user_id } });
    },
  });
  return (
    <CreateDialog
      title="Create user"
      close={close}
      create={create}
      isReady={email.trim() !== '' && password !== '' && connection !== ''}
    >
      <TextInput
        label="E-mail address"
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        required
        data-autofocus
      />
      <PasswordInput
        label="Password"
        description="They can change it with “Forgot password”."
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        required
      />
      <Select
        label="Database"
        data={(databases.data ?? []).map((one) => one.name)}
        value={connection || null}
        onChange={setChosen}
      />
      <Switch
        label="The address is known to be theirs"
        description="Otherwise they are asked to verify it."
        checked={isVerified}
        onChange={(event) => setVerified(event.currentTarget.checked)}
      />
    </CreateDialog>
  );
}
