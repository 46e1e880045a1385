@echo off
rem What the Makefile does, for Windows: make check, make brief, make status ...
if not exist .venv\ready (
  py -3 -m venv .venv || exit /b 1
  .venv\Scripts\python -m pip install --quiet --require-hashes --requirement requirements.lock || exit /b 1
  for /d %%p in (packages\*) do .venv\Scripts\python -m pip install --quiet --no-build-isolation --no-deps --editable %%p || exit /b 1
  type nul > .venv\ready
)
if "%1"=="" (.venv\Scripts\python -m policybrief --help) else if "%1"=="brief" (.venv\Scripts\python -m policybrief build) else (.venv\Scripts\python -m policybrief %*)
