import { Button, Code, Stack, Text, Title } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';

export function Missing() {
  return (
    <Stack className="page" align="flex-start">
      <Title order={1}>There is nothing at this address</Title>
      <Text>It may have been moved or deleted, or the link has a slip of the pen.</Text>
      <Button component={Link} to="/">
        Go to the start
      </Button>
    </Stack>
  );
}

export function Crashed({ error }: ErrorComponentProps) {
  return (
    <Stack className="page" align="flex-start" role="alert">
      <Title order={1}>This page stopped working</Title>
      <Text>That is a defect of the dashboard. Nothing was saved; load the page again to go on.</Text>
      <Code>{error instanceof Error ? error.message : String(error)}</Code>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </Stack>
  );
}
