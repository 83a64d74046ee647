<#
.SYNOPSIS
Shows the module on sample images, without a key and without cost.

.DESCRIPTION
Starts the emulator, takes the samples through every mode of Invoke-SkinEnhance and the results of the first one on through
Start-Upscale and Wait-EnhanceTask, and leaves all results in a folder, replacing those of an earlier demo. The emulator enhances
no pixels: a result is the image that was sent, with a note in its metadata. It has a ledger of its own, which goes with it.

An image that breaks a limit of an operation shows what the operation takes; anything else that goes wrong ends the demo.

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

    $tasks += Get-Item -LiteralPath ($tasks | Where-Object Operation -EQ Faithful).OutputPath | Start-Upscale -IncludeResults | Wait-EnhanceTask -Destination $Destination -Force
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
    'The emulator enhances no pixels: each result is the image that was sent, with a note in its metadata. Nothing was paid.'
}
finally {
    Stop-EnhanceEmulator
}
