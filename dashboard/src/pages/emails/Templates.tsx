import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from '~/parts/Note';
import { Things } from '~/parts/Things';
import { OCCASIONS, type Template } from './model';
import { readTemplate } from './queries';

const NAMES = Object.keys(OCCASIONS);

export default function Templates() {
  const queries = useQueries({ queries: NAMES.map(readTemplate) });
  const found = new Map(NAMES.map((name, index) => [name, queries[index]]));
  return (
    <Things
      label="Templates"
      rows={NAMES}
      error={queries.find((query) => query.error)?.error}
      id={(name) => name}
      to={(name) => `/emails/templates/${name}`}
      columns={[
        {
          title: 'Mail',
          cell: (name) => (
            <>
              <Link className="name" to="/emails/templates/$name" params={{ name }}>
                {OCCASIONS[name]?.label}
              </Link>
              <Text fz={13} c="dimmed">
                {OCCASIONS[name]?.says}
              </Text>
            </>
          ),
        },
        {
          title: 'Words',
          width: 150,
          cell: (name) => <State template={found.get(name)?.data} />,
        },
        { title: 'Name in the API', wide: true, width: 220, cell: (name) => <code>{name}</code> },
      ]}
      empty={null}
    />
  );
}

function State({ template }: { template: Template | null | undefined }) {
  if (template === undefined) return null;
  if (template === null) return <Tag>Ostia’s</Tag>;
  return template.enabled === false ? <Tag tone="warn">Switched off</Tag> : <Tag tone="sea">Your own</Tag>;
}
