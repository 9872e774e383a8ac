import classes from './Cliff.module.css';

/** Each outcome has a texture, so that colour is not the only sign: full, slanted, upright, dotted, pale. */
export function CliffPatterns({ id }: { id: string }) {
  const tile = { width: 6, height: 6, patternUnits: 'userSpaceOnUse' } as const;
  return (
    <defs>
      <pattern id={`${id}delete`} {...tile}>
        <rect width="6" height="6" className={classes.delete} />
      </pattern>
      <pattern id={`${id}anonymise`} {...tile} patternTransform="rotate(45)">
        <rect width="6" height="6" className={classes.anonymiseGround} />
        <rect width="2.6" height="6" className={classes.anonymise} />
      </pattern>
      <pattern id={`${id}unjudged`} {...tile} width={4}>
        <rect width="4" height="6" className={classes.unjudgedGround} />
        <rect width="1.2" height="6" className={classes.unjudged} />
      </pattern>
      <pattern id={`${id}spare`} {...tile}>
        <rect width="6" height="6" className={classes.spare} />
        <circle cx="1.5" cy="1.5" r="1.1" className={classes.spareDot} />
        <circle cx="4.5" cy="4.5" r="1.1" className={classes.spareDot} />
      </pattern>
      <pattern id={`${id}kept`} {...tile}>
        <rect width="6" height="6" className={classes.kept} />
      </pattern>
    </defs>
  );
}
