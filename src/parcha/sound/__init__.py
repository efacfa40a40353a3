"""From clips to mastered chapters. Knows no package and no file name of one."""
