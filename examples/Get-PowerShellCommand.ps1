<#
.SYNOPSIS
Gets the command that starts another PowerShell process like the current one.

.DESCRIPTION
Dot-source this file and call Get-PowerShellCommand. The result has the FilePath of the program and the ArgumentList that
precedes PowerShell's own arguments. The file of the process is not sufficient: if PowerShell is a .NET tool, it is dotnet.

.EXAMPLE
. ./Get-PowerShellCommand.ps1
$pwsh = Get-PowerShellCommand
$arguments = $pwsh.ArgumentList
& $pwsh.FilePath @arguments -NoProfile -File ./nightly.ps1 -Source photos -Destination enhanced
#>
function Get-PowerShellCommand {
    [OutputType([pscustomobject])]
    param(
        # The program of the current process.
        [string] $ProcessPath = [Environment]::ProcessPath,

        # The folder of PowerShell.
        [string] $HomePath = $PSHOME
    )

    $name = $IsWindows ? 'pwsh.exe' : 'pwsh'
    $assembly = Join-Path $HomePath pwsh.dll
    $beside = Join-Path $HomePath $name

    # An installed tool is in the folder .store beside the program that starts it, whose path does not change with an update.
    $shim = $HomePath -match '^(.+)[\\/]\.store[\\/]powershell[\\/]' ? (Join-Path $Matches[1] $name) : $null
    $path, $arguments = if ((Split-Path -Leaf $ProcessPath) -eq $name) { $ProcessPath }
    elseif ($shim -and (Test-Path -LiteralPath $shim)) { $shim }
    elseif ([IO.Path]::GetFileNameWithoutExtension($ProcessPath) -eq 'dotnet' -and (Test-Path -LiteralPath $assembly)) { $ProcessPath, $assembly }
    elseif (Test-Path -LiteralPath $beside) { $beside }
    else { Get-Command -Name pwsh -CommandType Application -TotalCount 1 -ErrorAction Ignore | ForEach-Object Source }
    if (-not $path) {
        throw "PowerShell cannot be started again: '$ProcessPath' is not pwsh, '$HomePath' contains none, and none is on PATH."
    }

    [pscustomobject]@{ FilePath = $path; ArgumentList = [string[]] @($arguments | Where-Object { $_ }) }
}
