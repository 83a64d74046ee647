<#
.SYNOPSIS
Gets the command that starts another PowerShell like the one that runs this.

.DESCRIPTION
Dot-source this file and call Get-PowerShellCommand. The result has the FilePath of the program and the ArgumentList that comes
before PowerShell's own arguments. The file of the process alone is not enough: where PowerShell is a .NET tool, that is dotnet.

.EXAMPLE
. ./Get-PowerShellCommand.ps1
$pwsh = Get-PowerShellCommand
$arguments = $pwsh.ArgumentList
& $pwsh.FilePath @arguments -NoProfile -File ./nightly.ps1 -Source photos -Destination enhanced
#>
function Get-PowerShellCommand {
    [OutputType([pscustomobject])]
    param(
        # The program of the process.
        [string] $ProcessPath = [Environment]::ProcessPath,

        # The folder that PowerShell itself lies in.
        [string] $HomePath = $PSHOME
    )

    $name = $IsWindows ? 'pwsh.exe' : 'pwsh'
    $assembly = Join-Path $HomePath pwsh.dll
    $beside = Join-Path $HomePath $name

    # A tool that was installed lies in the folder .store beside the program that starts it, which stays the same after an update.
    $shim = $HomePath -match '^(.+)[\\/]\.store[\\/]powershell[\\/]' ? (Join-Path $Matches[1] $name) : $null
    $path, $arguments = if ((Split-Path -Leaf $ProcessPath) -eq $name) { $ProcessPath }
    elseif ($shim -and (Test-Path -LiteralPath $shim)) { $shim }
    elseif ([IO.Path]::GetFileNameWithoutExtension($ProcessPath) -eq 'dotnet' -and (Test-Path -LiteralPath $assembly)) { $ProcessPath, $assembly }
    elseif (Test-Path -LiteralPath $beside) { $beside }
    else { Get-Command -Name pwsh -CommandType Application -TotalCount 1 -ErrorAction Ignore | ForEach-Object Source }
    if (-not $path) {
        throw "PowerShell cannot be started again: '$ProcessPath' is not pwsh, '$HomePath' holds none, and none is on PATH."
    }

    [pscustomobject]@{ FilePath = $path; ArgumentList = [string[]] @($arguments | Where-Object { $_ }) }
}
