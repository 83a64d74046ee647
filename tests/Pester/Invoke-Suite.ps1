<#
.SYNOPSIS
Runs the Pester suite against the staged module and sets the exit code: 0 when all tests passed, else 1.
.PARAMETER PesterPath
The manifest of Pester. By default that of the version in SkinEnhance.Pester.csproj, where dotnet restore puts it.
.PARAMETER ResultsDirectory
Where to leave the results as NUnit XML; nowhere when empty.
.PARAMETER Filter
Runs only tests whose full name matches one of these patterns.
.PARAMETER Path
The test files or folders. By default all.
.EXAMPLE
dotnet pwsh tests/Pester/Invoke-Suite.ps1 -Path tests/Pester/Stopping.Tests.ps1

Runs some of the tests, after dotnet tool restore, dotnet restore and dotnet build src/SkinEnhance -t:Stage.
#>
[CmdletBinding()]
param(
    [string] $PesterPath,
    [string] $ResultsDirectory,
    [string[]] $Filter,
    [string[]] $Path = $PSScriptRoot
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $PesterPath) {
    $packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget packages)
    $version = (Select-Xml -LiteralPath (Join-Path $PSScriptRoot SkinEnhance.Pester.csproj) -XPath //PesterVersion).Node.InnerText
    $PesterPath = Join-Path $packages pester $version tools Pester.psd1
}

Import-Module $PesterPath
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
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
