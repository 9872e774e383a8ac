import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a request's page, with its title. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} mb={4}>
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" mb="sm">
          {hint}
        </Text>
      )}
      {children}
    </section>
  );
}
