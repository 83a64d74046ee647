<#
.SYNOPSIS
Runs the Pester suite against the staged module and sets the exit code: 0 all passed, 1 some failed, 3 not run.
.PARAMETER ResultsDirectory
Where to leave the results as NUnit XML; nowhere when empty.
.PARAMETER Filter
Runs only tests whose full name matches one of these patterns.
#>
[CmdletBinding()]
param(
    [string] $ResultsDirectory,
    [string[]] $Filter
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Get-Module -ListAvailable -Name Pester | Where-Object Version -GE '5.5')) {
    'Pester: not run: PowerShell is here, its module Pester 5.5 or later is not.'
    exit 3
}

Import-Module Pester -MinimumVersion 5.5
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
if ($Filter) {
    $configuration.Filter.FullName = $Filter
}

if ($ResultsDirectory) {
    $null = New-Item -ItemType Directory -Force -Path $ResultsDirectory
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'NUnitXml'
    $configuration.TestResult.OutputPath = Join-Path $ResultsDirectory 'Pester.xml'
}

$run = Invoke-Pester -Configuration $configuration
"Pester: $($run.PassedCount) passed, $($run.FailedCount) failed, $($run.SkippedCount + $run.NotRunCount) not run."
if ($run.PassedCount + $run.FailedCount -eq 0) {
    'Pester: no test ran, which is a failure.'
    exit 1
}

exit [int]($run.Result -ne 'Passed')
