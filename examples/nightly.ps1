<#
.SYNOPSIS
Enhances the images of a folder unattended, from Windows Task Scheduler or another program that starts pwsh.

.DESCRIPTION
Runs Invoke-SkinEnhance for every image in and below a folder; finished images in the ledger are not submitted again. Results keep the
folders of their images. The destination can be that folder or be below it. Paths are literal: brackets are not wildcards. Runs can
overlap: an image that another run processes is waited for and not billed twice.

Each run writes a log with one line an image and, after failures, a CSV file of them. If the log folder cannot be written, both are
written to the folder for temporary files, with a message on standard error. A run without failures writes nothing to standard error.

Exit codes: 0 all images succeeded; 1 at least one image failed or was not sent; 2 nothing could be sent, such as without a source, a
key, a module, or write access to the destination; 3 the folder has no images.

.EXAMPLE
pwsh -File nightly.ps1 -Source D:\photos -Destination D:\enhanced -MaxCredits 2000

.EXAMPLE
pwsh -File nightly.ps1 -Source D:\photos -Destination D:\enhanced -Mode SmartSkinAdvanced -Effect AcneRemoval,SkinSmoothing

.EXAMPLE
pwsh -File nightly.ps1 -Source D:\photos -Destination D:\enhanced -MaxCredits 2000 -Register -At 02:00
Registers the same run for every night, for the current user, whether that user is logged on or not.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $Source,

    [Parameter(Mandatory)]
    [string] $Destination,

    [ValidateSet('Faithful', 'Flexible', 'Creative', 'SmartSkin', 'SmartSkinAdvanced')]
    [string] $Mode = 'Faithful',

    # The effects of SmartSkinAdvanced, as a list or as one text with commas, as pwsh -File passes it.
    [string[]] $Effect = @(),

    # The most credits that one run may spend; 0 for no cap.
    [ValidateRange(0, 1e9)]
    [double] $MaxCredits = 0,

    [string] $LogFolder = (Join-Path $Destination 'logs'),

    # The folder of the module; default the installed module.
    [string] $Module = 'SkinEnhance',

    # Registers the run with Windows Task Scheduler instead of running it.
    [switch] $Register,

    [datetime] $At = '02:00',

    # How the registered task runs. S4U: whether or not the user is logged on, without a stored password, and therefore without access to
    # network shares. Interactive: only while the user is logged on, with access to network shares.
    [ValidateSet('S4U', 'Interactive')]
    [string] $LogonType = 'S4U'
)

$ErrorActionPreference = 'Stop'

# Quotes an argument for a Windows command line: backslashes before a quotation mark are doubled, because they would escape it.
function Format-Argument {
    param([string] $Text)

    '"{0}"' -f ($Text -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1')
}

if ($Register) {
    if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
        Write-Error 'Task Scheduler exists on Windows only; see skinenhance.timer for systemd and the README for cron.' -ErrorAction Continue
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
    if ($Effect) {
        $given.Effect = $Effect -join ','
    }

    $arguments = @(
        $pwsh.ArgumentList | ForEach-Object { Format-Argument $_ }
        '-NoProfile', '-NonInteractive'
        $given.GetEnumerator() | ForEach-Object { "-$($_.Key)", (Format-Argument $_.Value) }
    ) -join ' '
    if ($PSCmdlet.ShouldProcess("$(Format-Argument $pwsh.FilePath) $arguments", 'Register the task SkinEnhance')) {
        $task = @{
            TaskName  = 'SkinEnhance'
            Action    = New-ScheduledTaskAction -Execute $pwsh.FilePath -Argument $arguments
            Trigger   = New-ScheduledTaskTrigger -Daily -At $At
            Principal = New-ScheduledTaskPrincipal -UserId ([Environment]::UserDomainName + '\' + [Environment]::UserName) -LogonType $LogonType
            Settings  = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 12)
        }
        Register-ScheduledTask @task -Force
    }

    exit 0
}

# Creates a log in the specified folder, or in the folder for temporary files if that cannot be written.
function New-Log {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Every run has a log.')]
    param([string] $Folder)

    $name = '{0:yyyy-MM-dd-HHmmss}-{1}' -f (Get-Date), $PID
    foreach ($place in $Folder, (Join-Path ([IO.Path]::GetTempPath()) SkinEnhance-logs)) {
        try {
            $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($place)
            $null = [IO.Directory]::CreateDirectory($full)
            $writer = [IO.StreamWriter]::new((Join-Path $full "$name.log"))
            $writer.AutoFlush = $true
            return @{ Writer = $writer; Stem = Join-Path $full $name }
        }
        catch [IO.IOException], [UnauthorizedAccessException], [NotSupportedException] {
            [Console]::Error.WriteLine("There is no log in '$place': $($_.Exception.GetBaseException().Message)")
        }
    }
}

function Get-Failure {
    param([Management.Automation.ErrorRecord] $ErrorRecord)

    [pscustomobject]@{
        Time    = Get-Date -Format o
        Image   = "$($ErrorRecord.TargetObject)"
        ErrorId = $ErrorRecord.FullyQualifiedErrorId.Split(',')[0]
        Message = $ErrorRecord.Exception.Message
        Advice  = $ErrorRecord.ErrorDetails.RecommendedAction
    }
}

$log = New-Log $LogFolder
$isEmpty = $true
$isStopped = $false
$failures = [Collections.Generic.List[object]]::new()
function Write-Log {
    param([string] $Line)

    $Line
    if ($log) {
        $log.Writer.WriteLine($Line)
    }
}

try {
    if (-not (Test-Path -LiteralPath $Source)) {
        Write-Error "There is no folder '$Source'." -ErrorId SourceNotFound -Category ObjectNotFound -TargetObject $Source
    }

    # Keys come from COMFY_API_KEY and AILAB_API_KEY in the user's environment. To read them from a vault, use
    # Connect-EnhanceProvider Comfy -VaultName <vault> -SecretName <name>; see Get-Help Connect-EnhanceProvider.
    Import-Module $Module
    $run = @{ Mode = $Mode; Destination = $Destination }
    if ($Effect) {
        $run.Effect = $Effect
    }

    if ($MaxCredits -gt 0) {
        $run.MaxCredits = $MaxCredits
    }

    Invoke-SkinEnhance -LiteralPath $Source -Recurse @run -ErrorAction Continue 2>&1 3>&1 | ForEach-Object {
        if ($_ -is [Management.Automation.WarningRecord]) {
            Write-Log "Warning`t$_"
            return
        }

        $isEmpty = $false
        if ($_ -is [Management.Automation.ErrorRecord]) {
            $failure = Get-Failure $_
            $failures.Add($failure)
            Write-Log "Failed`t$($failure.Image)`t$($failure.ErrorId)"
        }
        else {
            Write-Log "$($_.Status)`t$($_.Source)`t$($_.OutputPath)`t$($_.FromLedger ? 'from the ledger' : "$($_.Credits) credits")"
        }
    }
}
catch {
    # An error that applies to every further image: no key, a locked or empty account, a folder that cannot be written.
    $isStopped = $true
    $failures.Add((Get-Failure $_))
    Write-Log "Stopped`t$($_.Exception.Message)"
}

if ($log) {
    $log.Writer.Dispose()
    if ($failures.Count -gt 0) {
        $failures | Export-Csv -LiteralPath "$($log.Stem)-failures.csv"
    }
}

exit $(if ($isStopped) { 2 } elseif ($failures.Count -gt 0) { 1 } elseif ($isEmpty) { 3 } else { 0 })
