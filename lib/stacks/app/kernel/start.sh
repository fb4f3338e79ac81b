node=${JSII_NODE:-node}
# A synthesis is short: threads that collect garbage or optimize the code of the CDK's
# validation take more of the processor than they give back.
# Code that has not run lately stays: it is kept for the next kernel.
brief='--single-threaded-gc --no-flush-bytecode --wasm-tiering-budget=180000000'
"$node" $brief --version </dev/null >/dev/null 2>&1 || brief=
exec "$node" $brief --preserve-symlinks "${0%/*}/direct.js" "$@" 3<&0 4>&1 1>&2 0</dev/null
