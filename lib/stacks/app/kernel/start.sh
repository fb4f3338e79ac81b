exec "${JSII_NODE:-node}" --preserve-symlinks "${0%/*}/direct.js" 3<&0 4>&1 1>&2 0</dev/null
