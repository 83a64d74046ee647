<#
.SYNOPSIS
Enhances the images of a folder unattended, from Windows Task Scheduler or anything else that starts pwsh.

.DESCRIPTION
Runs Invoke-SkinEnhance over every image in and below a folder that the ledger does not know as done; results keep the folders
of their images. The destination may be that folder, or lie in it. Each run writes a transcript with
one line an image, and a CSV file of the failures when there are any. Runs may overlap: an image that another run works on is
waited for and not paid twice.

Exit codes: 0 all done; 1 at least one image failed or was not sent; 2 nothing could be sent, such as without a key; 3 the
folder has no images.

.EXAMPLE
pwsh -File nightly.ps1 -Source D:\photos -Destination D:\enhanced -MaxCredits 2000

.EXAMPLE
pwsh -File nightly.ps1 -Source D:\photos -Destination D:\enhanced -MaxCredits 2000 -Register -At 02:00
Registers the same run for every night, for the current user.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $Source,

    [Parameter(Mandatory)]
    [string] $Destination,

    [ValidateSet('Faithful', 'Flexible', 'SmartSkin')]
    [string] $Mode = 'Faithful',

    # The most credits that one run may spend; 0 for no cap.
    [ValidateRange(0, 1e9)]
    [double] $MaxCredits = 0,

    [string] $LogFolder = (Join-Path $Destination 'logs'),

    # The folder of the module; without it, the one that is installed.
    [string] $Module = 'SkinEnhance',

    # Registers the run with Windows Task Scheduler in place of running.
    [switch] $Register,

    [datetime] $At = '02:00'
)

$ErrorActionPreference = 'Stop'

# An argument as a command line of Windows holds it: backslashes before a quotation mark are doubled, or they would escape it.
function Format-Argument {
    param([string] $Text)

    '"{0}"' -f ($Text -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1')
}

if ($Register) {
    if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
        Write-Error 'Task Scheduler is there on Windows only; see skinenhance.timer for systemd and the README for cron.' -ErrorAction Continue
        exit 2
    }

    . $PSScriptRoot/Get-PowerShellCommand.ps1
    $pwsh = Get-PowerShellCommand
    $full = $Source, $Destination, $LogFolder | ForEach-Object { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($_) }
    $place = if (Test-Path -LiteralPath $Module) { Convert-Path -LiteralPath $Module } else { $Module }
    $given = [ordered]@{
        File = $PSCommandPath; Source = $full[0]; Destination = $full[1]; LogFolder = $full[2]; Mode = $Mode
        MaxCredits = $MaxCredits.ToString([cultureinfo]::InvariantCulture); Module = $place
    }
    $arguments = @(
        $pwsh.ArgumentList | ForEach-Object { Format-Argument $_ }
        '-NoProfile', '-NonInteractive'
        $given.GetEnumerator() | ForEach-Object { "-$($_.Key)", (Format-Argument $_.Value) }
    ) -join ' '
    if ($PSCmdlet.ShouldProcess("$(Format-Argument $pwsh.FilePath) $arguments", 'Register the task SkinEnhance')) {
        $task = @{
            TaskName = 'SkinEnhance'
            Action   = New-ScheduledTaskAction -Execute $pwsh.FilePath -Argument $arguments
            Trigger  = New-ScheduledTaskTrigger -Daily -At $At
            Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 12)
        }
        Register-ScheduledTask @task -Force
    }

    exit 0
}

$isEmpty = $true
$failures = [Collections.Generic.List[object]]::new()
try {
    # Keys come from COMFY_API_KEY and AILAB_API_KEY of the user's environment. From a vault they come with
    # Connect-EnhanceProvider Comfy -VaultName <vault> -SecretName <name>; see Get-Help Connect-EnhanceProvider.
    Import-Module $Module
    $null = New-Item -ItemType Directory -Path $LogFolder -Force
    $log = Join-Path $LogFolder ('{0:yyyy-MM-dd-HHmmss}-{1}' -f (Get-Date), $PID)

    $run = @{ Mode = $Mode; Destination = $Destination }
    if ($MaxCredits -gt 0) {
        $run.MaxCredits = $MaxCredits
    }

    Invoke-SkinEnhance -LiteralPath $Source -Recurse @run -ErrorAction Continue 2>&1 3>&1 |
        ForEach-Object {
            if ($_ -is [Management.Automation.WarningRecord]) {
                "Warning`t$_"
                return
            }

            $isEmpty = $false
            if ($_ -is [Management.Automation.ErrorRecord]) {
                $id = $_.FullyQualifiedErrorId.Split(',')[0]
                $failures.Add([pscustomobject]@{
                        Time    = Get-Date -Format o
                        Image   = "$($_.TargetObject)"
                        ErrorId = $id
                        Message = $_.Exception.Message
                        Advice  = $_.ErrorDetails.RecommendedAction
                    })
                "Failed`t$($_.TargetObject)`t$id"
            }
            else {
                "$($_.Status)`t$($_.Source)`t$($_.OutputPath)`t$($_.FromLedger ? 'from the ledger' : "$($_.Credits) credits")"
            }
        } | Tee-Object -FilePath "$log.log"
}
catch {
    # No key, an account that is locked or empty, a folder that cannot be written: the next image would have met it too.
    $failures.Add([pscustomobject]@{
            Time    = Get-Date -Format o
            Image   = "$($_.TargetObject)"
            ErrorId = $_.FullyQualifiedErrorId.Split(',')[0]
            Message = $_.Exception.Message
            Advice  = $_.ErrorDetails.RecommendedAction
        })
    "Stopped`t$($_.Exception.Message)" | Tee-Object -FilePath "$log.log" -Append
    $stopped = $true
}

if ($failures.Count -gt 0 -and $log) {
    $failures | Export-Csv -LiteralPath "$log-failures.csv" -NoTypeInformation
}

exit $(if ($stopped) { 2 } elseif ($failures.Count -gt 0) { 1 } elseif ($isEmpty) { 3 } else { 0 })
