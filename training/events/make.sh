#!/bin/sh
# Makes the event network: see README.md. Each run goes on from its last round where it was stopped.
set -e
work=build/events
train="python -m training.events.train"
$train --no-plv --epochs 5 --relations 2500 --name base
$train --start $work/base-5.pt --epochs 2 --plv-times 2 --relations 2500 --rate 0.6 --name final
$train --start $work/final-2.pt --epochs 1 --plv-times 2 --relations 2000 --rate 0.4 --name last
$train --start $work/last-1.pt --epochs 5 --stop 3 --relations 2500 --rate 0.7 --name more
python -m training.events.export --rounds $work/more-3.pt
for fold in 0 1 2 3 4; do
  $train --start $work/base-5.pt --fold $fold --limit 0 --plv-times 3 --pieces 500 \
    --rate 0.7 --epochs 2 --name fold$fold
done
python -m training.events.folds
