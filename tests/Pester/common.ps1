# Dot-sourced by every test file: imports the module as it ships and gives each file a folder of its own.
Set-StrictMode -Version Latest

$script:RepositoryRoot = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).ProviderPath
$script:ModulePath = Join-Path $RepositoryRoot 'out/SkinEnhance'
$script:SamplePath = Join-Path $RepositoryRoot 'samples'

if (-not (Test-Path -LiteralPath $ModulePath)) {
    throw "The module is not staged at '$ModulePath': run dotnet test at the root, or build.ps1."
}

Import-Module $ModulePath -ErrorAction Stop
