/** The breakpoints are Mantine's, which CSS cannot read from variables. */
export default {
  plugins: {
    'postcss-preset-mantine': {},
    'postcss-simple-vars': { variables: { 'narrow-screen': '48em', 'very-narrow-screen': '30em' } },
  },
};
