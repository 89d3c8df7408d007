#!/bin/sh
# Makes the event network: see README.md. Each run goes on from its last round where it was stopped.
set -e
work=build/events
python -m training.events.train --no-plv --epochs 5 --relations 2500 --name base
python -m training.events.train --start $work/base-5.pt --epochs 2 --plv-times 2 --relations 2500 --rate 0.6 --name final
python -m training.events.export --rounds $work/final-2.pt
for fold in 0 1 2 3 4; do
  python -m training.events.train --start $work/base-5.pt --fold $fold --limit 1500 --relations 1500 \
    --plv-times 3 --rate 0.5 --epochs 1 --name fold$fold
done
python -m training.events.folds
