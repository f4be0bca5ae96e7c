import './components.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Notices } from './parts/notices';
import { queries } from './queries';
import { preloadView, router } from './router';
import { nonce, SessionProvider } from './session';
import { resolver, theme } from './theme';

// The styles that keep a page from scrolling under a dialog are written by a library that looks for the number here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

// The page's code comes while the log-in is asked for a token.
preloadView();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolver}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <SessionProvider>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
            <Notices />
          </QueryClientProvider>
        </SessionProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
