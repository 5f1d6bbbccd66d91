/** All sentences of the playground, in English. Another language is one more file. */
export const language = "en";

export const text = {
  page: {
    title: "Draw a learning-rate schedule",
    heading: "A schedule is a column of numbers, so draw one",
    lead: "Shape a learning-rate schedule, and train many small networks with it, here in your browser. Nothing is installed, and nothing leaves this page.",
    toDark: "Dark colours",
    toLight: "Light colours",
    skip: "Go to the training",
    ways: "The rest of this collection",
    site: "Learning-rate schedules, hands on",
    notebooks: "Notebooks",
    source: "Source",
    further: "Read on:",
    noScript:
      "This page needs JavaScript, which is off: with it, you draw a schedule here and your browser trains networks with it.",
    failed:
      "Something on this page has failed, so parts of it may not work. It needs Chrome or Edge 110, Firefox 115, Safari 16.4, or a later version.",
    whole: "Open the whole page: choose, draw, and take the code away",
    broken:
      "This page could not start: the browser may be too old for it. A current Firefox, Chrome, Edge or Safari can show it.",
    licence:
      "The data are MNIST-1D by Sam Greydanus and Dmitry Kobak, under the Apache License 2.0. Code under the MIT License, text and figures under CC BY 4.0.",
  },
  shape: {
    heading: "Shape",
    lead: "One learning rate for each update step. Choose a schedule, or draw your own.",
    family: "Schedule",
    inSteps: "(steps)",
    boundary: "Boundary {i}",
    stairs: "One rate per epoch: a staircase",
    drawing: "The curve, to be drawn",
    help: "Draw in the chart with the mouse or a finger. With the keyboard, press Tab until a point of the curve is marked: left and right choose a point; up, down, Page Up and Page Down move it.",
    handle: "Rate at {share} of the budget",
    height: "{height} of the peak",
    read: "Read the curve, step by step",
    reading: "step {step}: {rate}",
    alternative:
      "{name}, {steps} steps: the rate begins at {first}, has its peak at {peak}, and ends at {last}. Its mean is {mean} of the peak. In {low} of the steps it is below a tenth of the peak.",
  },
  shapes: {
    constant: "Constant",
    step_decay: "Step decay",
    linear: "Linear",
    cosine: "Cosine",
    cosine_restarts: "Restarts",
    warmup_cosine: "Warm-up + cosine",
    warmup_stable_decay: "Warm-up, stable, decay",
    one_cycle: "One-cycle",
    freehand: "Draw your own",
    pasted: "Paste a column",
  },
  names: { freehand: "Your curve", pasted: "Your column" },
  arguments: {
    rate: "Rate",
    peak: "Peak",
    steps: "Budget (update steps)",
    floor: "Floor",
    start: "Start of the warm-up",
    endpoint: "The last step is at the floor",
    boundaries: "Boundaries",
    factor: "Factor at each boundary",
    cycles: "Cycles",
    cycle_multiplier: "Each cycle longer by the factor",
    peak_multiplier: "Each peak lower by the factor",
    warmup: "Warm-up",
    decay: "Decay",
    stairs: "Updates in an epoch",
    heights: "Heights",
    points: "Points",
    updates: "Updates of each network",
    seed: "Seed",
    roll: "Peak on this landscape",
    noise: "Noise of the slopes",
    rates: "The column",
    column: "The column",
    at: "Steps of the log",
    stepsPerEpoch: "Updates in an epoch",
  },
  settings: { yes: "yes", no: "no" },
  axes: {
    step: "update step",
    rate: "learning rate",
    peak: "peak learning rate",
    error: "validation error (%)",
    difference: "your test error minus that of {rival} (points)",
    multiple: "best peak, as a multiple of that of {rival}",
    weight: "weight x",
    loss: "loss f(x)",
  },
  facts: {
    steps: "steps",
    peak: "peak",
    mean: "mean rate (of the peak)",
    belowTenth: "steps below a tenth of the peak",
  },
  paste: {
    summary: "Paste a column of your own",
    label:
      "Rates, one for each step, or a log with steps and rates: as a spreadsheet, Python or a logger has them",
    use: "Use this column",
    taken: "Your column is in use, {rows} rows: {numbers}.",
    takenOne: "Your column is in use, 1 row: {numbers}.",
    ask_column: "Which column is the rate?",
    ask_style: "What are the commas?",
    option: "{column}: {numbers}, …",
    column: "Column {i}",
    all: "All numbers, row by row: {numbers}, …",
    style_parted: "Between numbers: {numbers}",
    style_decimal: "Decimal points: {numbers}",
    style_grouped: "Between thousands: {numbers}",
    named: "The rates are those of “{name}”.",
    percent: "“{name}” says percent: {percent} is the rate {rate}.",
    steps:
      "The steps are taken from “{name}”, whose numbers are whole and rise. If they are something else, paste the rates alone.",
    counted: "The text does not say the steps, so its rows are counted: 0, 1, 2, …",
    begins: "Step {first} of the log is step 0 here.",
    between:
      "The log has rates for some of the steps {first} to {last}. Between its rows the column is a straight line, and it ends with the last row.",
    rows: "The log has rates for some of the steps {first} to {last}, which are more than {atMost}: the column has one step for each row.",
    line: "line {line} (“{text}”)",
    skipped: "Skipped, because there is no rate: {lines}.",
    skippedMore: "Skipped, because there is no rate: {lines}, and {more} more.",
    empty: "{rows} rows hold no rate and are left out.",
    emptyOne: "1 row holds no rate and is left out.",
    cut: "The list has no end, so its last numbers may be missing. The last one here is {last}.",
  },
  detective: {
    heading: "Which schedule was it?",
    looking: "Looking for the schedule that has these rates …",
    few: "One rate alone tells no schedule.",
    fits: "These rates are those of a schedule. It differs by at most {off} % of the largest rate.",
    nearest:
      "No schedule of the family has these rates. The nearest is off by {off} % of the largest rate.",
    use: "Use this schedule",
    useNearest: "Use the nearest schedule",
    noShape: "This page has no sliders for it, so your column stays as it is.",
  },
  // The sentences of helpers/schedules: tests compare them.
  recognition: {
    hardlyAny: "less than 1 %",
    nearlyAll: "more than 99 %",
    zeroFirst:
      "The first {updates} updates have a rate of 0 and move no weight. Let the warm-up begin above 0 (start=, initial_learning_rate=, or the first row of the column).",
    zeroAll:
      "The rate is 0 in all {updates} updates: no weight moves. Give the schedule, or the optimizer, a rate above 0.",
    noRate:
      "At update {update} the rate is {rate}, which is no learning rate: one such update spoils the weights.",
    onARestart:
      "The training ends on a restart: a cycle begins at update {begin}, with {toGo} updates to go, and the last rate is {last}. Make whole cycles fit {inAll} updates, or train for {begin} updates.",
    withinACycle:
      "The training ends within a cycle: a cycle begins at update {begin}, with {toGo} updates to go, and the last rate is {last}. Make whole cycles fit {inAll} updates, or train for {begin} updates.",
    endsEarly_update:
      "Training ends at {share} of the way of {name}: that takes {length} updates, and training has {stop}. Its last rate is {last}, not {floor}.",
    endsEarly_epoch:
      "Training ends at {share} of the way of {name}: that takes {length} epochs, and training has {stop}. Its last rate is {last}, not {floor}.",
    neverReachesItsFloor_update:
      "{name} never reaches its end, {floor}: it takes {length} updates, and training has {stop}. Its last rate is {last}.",
    neverReachesItsFloor_epoch:
      "{name} never reaches its end, {floor}: it takes {length} epochs, and training has {stop}. Its last rate is {last}.",
    climbsAgain:
      "The rate climbs again after its end, from update {update} on, up to {last}. Stop the schedule there, or make it as long as the training.",
    staysForAnEpoch:
      "The rate changes once in {updates} updates, as if once an epoch: the schedule counts those. Step it after each update, with lengths in updates.",
    beginsAgain:
      "The rates begin again with the first one, at update {at}: as after a resume that loads the weights and not the schedule's count.",
    notQuiteZero:
      "From update {update} on the rate is {rate} where 0 is meant: that is what the float32 of its library leaves. It moves nothing, but it is not 0.",
    rowOut: "A row holds no rate: left out.",
    rowsOut: "{rows} rows hold no rate: left out.",
    fewRows: "{rows} rows are too few: other schedules have the same rates.",
    withinTheWarmup:
      "The log ends within the warm-up: it does not show what comes after it.",
    firstStep: "The schedule's first step is the log's step {step}.",
    anyLine:
      "A straight line does not show where it would end: one down to 0 in about {steps} steps has the same rates here.",
  },
  undo: {
    button: "Undo",
    done: "Undone. All is as it was before the last change.",
  },
  copy: {
    heading: "Take it away",
    libraries: "Written for",
    code: "Code",
    copy: "Copy",
    link: "Copy a link to this page",
    copied: "Copied.",
    linkCopied: "The link is copied. It holds all that you have set.",
    linkRounded:
      "The link is copied. It holds all that you have set, but the rates of your column are rounded to six digits of its peak.",
    linkShort:
      "The link is copied. It holds all that you have set, except your column, which is too long.",
    notCopied: "Your browser does not allow it. Copy what is selected.",
    cut: "Only the beginning and the end are shown. All of it is copied.",
    useProgram:
      "Copy this into an empty file, and it runs. Then put your own model and data in the place of the small ones in it.",
    useList:
      "One rate for each update step, none of them rounded. Any program can look a rate up in it.",
    useCsv: "A table for a spreadsheet, or for any program that reads CSV.",
    useHelpers:
      "This makes the column with the Python package of this collection, which checks, compares and draws schedules too.",
    getHelpers: "How to get it",
    linkCut:
      "A column of {rows} rows is too long for a link, so the address does not hold it. Copy the list instead.",
  },
  keep: {
    heading: "Keep a picture, or the results",
    lead: "The picture has the curve and, once you have trained, the valley, the pairs and the verdict. The link to all of it is in its corner.",
    title: "{name}, as a column of learning rates",
    svg: "Picture (SVG)",
    png: "Picture (PNG)",
    csv: "Results (CSV)",
    print: "Print",
    frame: "Copy HTML to embed",
    saved: "Saved.",
    nothing: "There are no results yet. Train first.",
    printed: "The print sheet has no buttons, and the address below.",
    frameCopied:
      "A frame for your own page is copied. It has the charts and the verdict.",
    notCopied: "Your browser does not allow it.",
  },
  libraries: {
    helpers: "This collection",
    Keras: "Keras",
    PyTorch: "PyTorch",
    optax: "optax",
    timm: "timm",
    transformers: "transformers",
    PaddlePaddle: "PaddlePaddle",
    MLX: "MLX",
    fastai: "fastai",
    DeepSpeed: "DeepSpeed",
    MMEngine: "MMEngine",
    list: "A list of numbers",
    csv: "CSV",
  },
  address: {
    heading: "A broken link",
    broken:
      "Something in this link could not be used. It is left out, and all else is as the link says.",
    close: "Close this note",
  },
  train: {
    heading: "Train",
    lead: "Many small networks learn to recognise short curves. Half of them use your schedule, the others a constant rate or another schedule B, with the same initial weights and the same order of the data. The experiment is repeated, each time with other seeds: a repeat tries a grid of peaks on validation data, then it compares fresh pairs, each arm at its own best peak, on test data. The means of the repeats decide. Your own peak is tried too, and marked.",
    start: "Train with this schedule",
    bar: "Train",
    again: "Train again",
    restart: "Start anew, as it is set now",
    freshStart: "Train with fresh seeds",
    stop: "Stop",
    continue: "Continue",
    failed: "The training broke off: {message}",
    notYet: "–",
    progress: "Training: how much is done",
    valley: "The valley: error over the peak",
    pairs: "Pairs: same weights, same order, two schedules",
    numbers: "The numbers in a table",
    settings: "What trains, and with which seed",
    about:
      "Networks of {layers} units with ReLU learn MNIST-1D, sequences of 40 numbers in ten classes, by gradient descent with momentum {momentum} and batches of {batch}. Your column is fitted to their updates, with its curve and mean kept. There are {repeats} repeats. In each, one network for each peak and arm gives the two valleys; the bottom of a valley, by a parabola through the peaks around the lowest, is the best peak. There {pairs} pairs with other seeds are compared. The verdict is an interval over the means of the repeats, so it contains the luck of choosing a peak. A network that diverged counts as one that guesses, and its peak is never the best. Task, budget and networks were chosen so that a difference shows within seconds: its size is not typical, and on other tasks there may be none.",
    againAlways: "Train again whenever the schedule changes",
    stale: "You have changed the schedule since. What you see is from before.",
    stalePeak:
      "You have changed the peak or a setting since. What you see is from before; the line at your peak is as it is now.",
    ready: "Nothing has been trained yet. It takes some seconds.",
    running: "The valley grows: each point is the mean of the repeats so far.",
    runningPairs: "Now pairs of fresh networks.",
    peaksChosen:
      "The best peaks of the repeats go from {scheduleLow} to {scheduleHigh} for your schedule, and from {constantLow} to {constantHigh} for {rival}.",
    stopped: "Stopped. What is drawn so far stays.",
    better: "Better.",
    worse: "Worse.",
    none: "No difference detected.",
    betterThan:
      "Each at its best peaks, your schedule makes {size} percentage points fewer test errors than {rival}: {own} % instead of {other} %. The 95 % interval goes from {from} to {to} points fewer, over {repeats} repeats of {pairs} pairs.",
    worseThan:
      "Each at its best peaks, your schedule makes {size} percentage points more test errors than {rival}: {own} % instead of {other} %. The 95 % interval goes from {from} to {to} points more, over {repeats} repeats of {pairs} pairs.",
    noneThan:
      "Each at its best peaks, your schedule makes {own} % test errors and {rival} {other} %: {size} points {direction}. The 95 % interval goes from {from} fewer to {to} more, over {repeats} repeats of {pairs} pairs. A true difference of {detectable} points would have been detected in four of five such experiments.",
    wordFewer: "fewer",
    wordMore: "more",
    allEqual:
      "In each of the {pairs} pairs both networks make the same test errors, {own} % in the mean.",
    scope_few:
      "The networks learned from a fifth of the training sequences. The interval speaks of other seeds, with both schedules tuned in this way, and judged on one test set. It does not speak of other data or tasks.",
    scope_all:
      "The interval speaks of other seeds, with both schedules tuned in this way on these validation sequences, and judged on one test set. It does not speak of other data or tasks.",
    tried:
      "You have made {count} comparisons on these pairs. The best of several owes something to luck: fresh seeds show how much.",
    ownError:
      "At your peak, {peak}, the validation error is {error} % ({networks} networks).",
    ownAllDiverged: "At your peak, {peak}, all {networks} networks diverged, {when}.",
    ownSomeDiverged:
      "At your peak, {peak}, {diverged} of {networks} networks diverged, {when}.",
    nanAfter: "NaN after update {first}",
    nanBetween: "NaN after updates {first} to {last}",
    atEdge:
      "In {count} of {repeats} repeats the best peak of {arm} lies at an end of the grid, so a better one may lie outside.",
    diverged: "Networks of {arm} that diverged among the pairs: {count}.",
    armSchedule: "your schedule",
    keyRing: "best peak of a repeat",
    keyPredicted: "predicted best peak",
    keyBefore: "your schedule before",
    keyOwn: "your peak, {peak}",
    keyDiverged: "some networks diverged",
    readValley: "Read the valley, peak by peak",
    readPeak: "peak {peak}",
    readSchedule: "yours {error} %",
    readRival: "{name} {error} %",
    readDiverged: "{count} diverged",
    readPairs: "Read the pairs, repeat by repeat, in points",
    readRepeat: "repeat {repeat}: mean {mean} · pairs {low} to {high}",
    readAll: "all repeats: mean {mean} · interval {low} to {high}",
    takePeak: "Use the mean of its best peaks, {peak}, in my schedule",
    takeCode: "Take the code away",
    valleyEmpty: "An empty chart of the validation error over the peak learning rate.",
    valleyShown:
      "The mean validation error over the peak. Your schedule is lowest, {schedule} %, at the peak {schedulePeak}; {rival}, {constant} %, at {constantPeak}.",
    pairsEmpty: "An empty chart of differences.",
    pairsShown:
      "{pairs} differences in test error. Their means in the {repeats} repeats go from {low} to {high} percentage points; in {fewer} of the repeats your schedule makes fewer errors.",
    pairsNote:
      "Each line is a repeat: its pairs are pale, their mean is strong. The lowest dot is the mean of all repeats, with its interval.",
    fewer: "← fewer errors",
    more: "more errors →",
    headPeak: "Peak",
    headSchedule: "Yours: error (%)",
    headRival: "{name}: error (%)",
    begun: "The training begins.",
    goesOn: "The training goes on.",
    peaksFound: "The best peaks are found. Pairs follow.",
  },
  guess: {
    label: "Guess first: hide the results until a guess is made (the link says so too)",
    peak: "Your guess: the best peak of your schedule",
    difference:
      "Your guess: which of the two makes fewer errors, and by how many points",
    drag: "drag your guess",
    ask: "Guess before you train. In the valley, drag the handle to the peak at which your schedule will be best; in the chart of pairs, to the difference from {rival}. Until then nothing is shown of what is measured or predicted. The guess is kept for one training; a reload clears it, and a link does not hold it.",
    first: "Guess first: the handles are in the two charts.",
    made: "Your guess: a best peak of {peak} and {guessed}. You can still move it. Train to see how far off it is.",
    stands: "Your guess stands: a best peak of {peak} and {guessed}.",
    told: "You guessed a best peak of {peak} and {guessed}. Measured: a best peak of {best}, {factor} times your guess, and {found}, {off} points from your guess, which lies {where} the 95 % interval.",
    inside: "inside",
    outside: "outside",
    seen: "This schedule has been trained without a guess. Change it, or reload the page, to guess first.",
    markPeak: "your guess, {peak}",
    markDifference: "your guess, {value} points",
    fewer: "{size} points fewer errors than {rival}",
    more: "{size} points more errors than {rival}",
    same: "as many errors as {rival}",
  },
  rival: {
    label: "Compare with",
    constant: "constant",
    theConstant: "the constant rate",
    short: "B: {name}",
    long: "schedule B ({name})",
    kept: "{name}, as it was set",
    now: "Your schedule as it is now",
    tooLong: "A pasted column as long as this can't be kept for a comparison.",
  },
  improve: {
    start: "Improve it",
    stop: "Stop the search",
    begun: "The search begins.",
    under:
      "Generation {generation} of {generations}: {error} % validation errors, where it began with {first} %.",
    found:
      "The search trained {networks} networks of {updates} updates each: {share} times the updates with which a comparison tunes your schedule. And the curve is made for this task. Whether it is better is judged on fresh pairs.",
    stopped: "The search is stopped. The curve so far stays.",
    broken: "The search broke off: {message}",
    otherTask: "Another task: learn from a fifth of the data",
    firstTask: "Back to all training data",
  },
  look: {
    follow: "A quick look follows while I change the schedule",
    read: "Read the errors, from update to update",
    update: "after update {update}",
    nan: "NaN",
    empty: "An empty chart of the validation error over the updates.",
    wait: "The networks that learn with it are shown here.",
    note: "While they learn: mean and standard deviation of {networks} networks over {updates} updates, your schedule at the peak {own}, {rival} at {other}. Click on a point of the valley to see another peak.",
    fitted:
      "Your {steps} steps are fitted to these {updates} updates, and each error stands below its step.",
    lost: "Of yours {count} diverged.",
    valley:
      "A quick look: {seeds} of each point, {updates} updates each, and no verdict. It follows the schedule.",
    network: "one network",
    networks: "{count} networks",
    alternative:
      "The validation error over the updates, mean of {networks} networks. Your schedule, at the peak {ownPeak}, ends at {own}; {rival}, at {otherPeak}, at {other}.",
  },
  predict: {
    heading: "Predict",
    lead: "Convex theory reads the column alone, before any training. It says where the best peak should lie, as a multiple of the best constant rate or of that of schedule B, and how large the loss may still be.",
    before:
      "Theory predicts the best peak of your schedule at {peak} times that of {rival}, and its bound on the loss is {bound} times as large.",
    fitted:
      "Your column is read as the networks train with it, fitted to {updates} updates.",
    after:
      "Measured: {peak} times the best peak of {rival}, and {error} times its validation error.",
    note: "Networks are not convex, and the bound knows no momentum. What is measured is the mean of the repeats, each read between the points of a coarse grid, so it is rough. Notebook 11 derives the bound, and notebook 11b tests it.",
    read: "Read what is predicted and measured, as multiples",
    read_predicted: "predicted: best peak {peak}× · bound {bound}×",
    read_measured: "measured: best peak {peak}× · error {error}×",
    rowPredicted: "predicted",
    rowMeasured: "measured",
    alternative: "Best peaks as multiples of that of {rival}. Predicted: {predicted}.",
    alternativeMeasured:
      "Best peaks as multiples of that of {rival}. Predicted: {predicted}. Measured: {measured}.",
  },
  descend: {
    heading: "Descend",
    lead: "Balls roll down a loss with a single weight, each step as large as your schedule says. A minimum lets go when the rate passes 2 / sharpness (dotted), however deep it is.",
    landscapes: "Landscape",
    play: "Roll",
    pause: "Pause",
    step: "Ten steps",
    toEnd: "To the end",
    rewind: "From the start",
    now: "Step {step} of {steps}, rate {rate}. In the best minimum: {best} of {balls} balls.",
    best: "best",
    limitOf: "Above {limit} the {well} lets go.",
    left: "left well",
    right: "right well",
    alternative:
      "A loss with two wells, at {left} and {right}; the best is at {best}. {balls} balls lie on it.",
    alternativeRates: "The rate over {steps} steps, from {first} to {last}.",
  },
  landscapes: {
    sharpLocal: "Sharp local, wide best",
    wideLocal: "Wide local, sharp best",
    equal: "Equally wide",
  },
  refused: {
    notANumber: "{name}: “{value}” is not a number.",
    notFinite: "{name}: {value} is not finite.",
    outOfRange: "{name}: {value} is not from {atLeast} to {atMost}.",
    outOfRangeUpwards: "{name}: {value} is below {atLeast}.",
    notAbove0: "{name}: it must be above 0.",
    notWhole: "{name}: {value} is not a whole number.",
    notAFlag: "{name}: {value} is neither true nor false.",
    notIncreasing:
      "{name}: the steps {value} must be whole numbers that increase, from 1.",
    listEmpty: "{name}: there must be one at least.",
    cyclesDoNotFit:
      "{cycles} cycles, each longer by the factor {cycle_multiplier}, do not fit into {steps} steps: the first would be shorter than {shortest}.",
    warmupTooLong:
      "A warm-up of {warmup} steps is more than {atMost}, ten times the {steps} steps behind it.",
    unknownName: "“{value}” is unknown. It must be one of: {allowed}.",
    pointOutside:
      "Point {row} of the curve, at {x} and {y}, is outside: both must be from 0 to 1.",
    columnEmpty: "{name}: there is no rate in it.",
    columnRate:
      "{name}: the rate of step {row}, {value}, must be a finite number, not negative.",
    columnStill:
      "All rates are 0, so nothing would move. One at least must be above 0.",
    pastedEmpty: "There is no number in the field. Paste one rate for each step.",
    pastedText: "Line {line}: “{text}” is not a number.",
    pastedNegative: "Line {line}: {text} is negative. A rate is 0 or more.",
    pastedNotFinite: "Line {line}: {text} is not finite.",
    pastedShortened:
      "Line {line}: numbers are left out here (…). Print all of them: in NumPy after np.set_printoptions(threshold=10**6), in PyTorch after torch.set_printoptions(threshold=10**6), in pandas with to_string().",
    pastedUneven:
      "Line {line}: there are {cells} values, and {expected} on the lines before. Is one missing?",
    pastedSteps:
      "Line {line}: the step {text} does not come after {before}. Steps must be whole numbers that increase. Where a run was resumed, paste its parts one by one.",
    pastedTooLong:
      "Line {line}: there are more rates than {atMost}, the most that this page takes.",
    tooFewDifferences: "An interval needs two repeats at least: there are {count}.",
    rowsUneven: "Each repeat needs as many pairs as the others, and one at least.",
    noValley:
      "A valley needs different peaks, each with an error, and one error at least that is finite.",
    noWebAssembly:
      "This browser has no WebAssembly with vectors, or no memory for it, so nothing can be trained here. All else works.",
    notClear: "{name}: “{value}” is {one} or {other}? Write it without a comma.",
    linkUnknown: "“{value}” is unknown and is ignored.",
    linkSteps: "{name}: they are not as many as the rates.",
    linkNumbers:
      "{name}: “{value}” is no number from 0 (place {places}). What stands beside it is used there.",
    linkEscape: "“{value}” is cut or damaged.",
    linkColumn: "The link says that a column was pasted, but holds none.",
  },
};
