// Answers lines of {code, states} with {value} or {error}, by the reference implementation
// of JSONata in the folder of the first argument.
const jsonata = require(process.argv[1])

async function answer(line) {
  try {
    const { code, states } = JSON.parse(line)
    const expression = jsonata(code)
    expression.registerFunction('parse', text => JSON.parse(text)) // Step Functions has it
    return { value: await expression.evaluate(undefined, { states }) }
  } catch (problem) {
    return { error: String(problem.message || problem) }
  }
}

require('readline').createInterface({ input: process.stdin }).on('line', async line => {
  process.stdout.write(JSON.stringify(await answer(line)) + '\n')
})
