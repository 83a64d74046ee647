<#
.SYNOPSIS
Runs the module on sample images, without a key and without cost.

.DESCRIPTION
Starts the emulator, processes the samples with every mode of Invoke-SkinEnhance and the results of the first one with Start-Upscale and
Wait-EnhanceTask, and saves all results in a folder, replacing those of an earlier demo. The emulator does not enhance images: a result
is the submitted image with a note in its metadata. Its ledger is deleted when it stops.

An image that an operation does not accept is listed as skipped; any other error ends the demo.

.EXAMPLE
dotnet build src/SkinEnhance -t:Demo

Stages the module and runs the demo under the PowerShell of .config/dotnet-tools.json.
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot ../out/SkinEnhance),

    [string] $Source = (Join-Path $PSScriptRoot ../samples),

    [string] $Destination = (Join-Path $PSScriptRoot ../out/demo)
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$limits = 'ImageFormatNotAccepted', 'ImageFileTooLarge', 'ImageTooSmall', 'ImageTooLarge', 'ImageAspectRatio', 'ResultTooLarge'
$modes = @(
    @{ Mode = 'Faithful' }
    @{ Mode = 'Flexible'; OptimizedFor = 'EnhanceSkin' }
    @{ Mode = 'Creative' }
    @{ Mode = 'SmartSkin' }
    @{ Mode = 'SmartSkinAdvanced'; Effect = 'SkinSmoothing', 'AcneRemoval' }
)

Import-Module $Module
$null = Start-EnhanceEmulator -TaskTime 0.5
try {
    Connect-EnhanceProvider -Name Comfy -PollInterval 0.1
    Connect-EnhanceProvider -Name AILab -PollInterval 0.1
    $refusals = [Collections.Generic.List[Management.Automation.ErrorRecord]]::new()
    $tasks = @(
        foreach ($mode in $modes) {
            Invoke-SkinEnhance -LiteralPath $Source @mode -Destination $Destination -Force -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused | ForEach-Object { $refusals.Add($_) }
        }
    )

    $tasks += $tasks | Where-Object Operation -EQ Faithful | Start-Upscale | Wait-EnhanceTask -Destination $Destination -Force
    $tasks
    foreach ($refusal in $refusals) {
        $id = $refusal.FullyQualifiedErrorId.Split(',')[0]
        if ($id -notin $limits) {
            throw $refusal
        }

        "Skipped: $($refusal.ErrorDetails.Message) [$id]"
    }

    $missing = @($tasks.OutputPath | Where-Object { -not (Test-Path -LiteralPath $_ -PathType Leaf) })
    if ($missing -or ($tasks | Where-Object { $_.Status -ne 'Completed' -or -not $_.OutputPath })) {
        throw "Not every image was enhanced and saved: $missing"
    }

    "$($tasks.Count) results are in $(Convert-Path -LiteralPath $Destination)."
    'The emulator does not enhance images: each result is the submitted image with a note in its metadata. Nothing was billed.'
}
finally {
    Stop-EnhanceEmulator
}
