"""Files on their way in by the pages, and batches on their way out.

Read from the bottom: `registry` (what each subject does), `files` (where an upload lies), `reports` (what a check
found), `jobs` (from upload to import), `journal` (what a roster changed), `undo` (taking a batch back),
`undo_jobs` (the same in the background).
"""
