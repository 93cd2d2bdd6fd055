### server/health
failed = failed
unplaced = unplaced
starting = starting
stopping = stopping
running = running
stopped = stopped
unknown = unknown
