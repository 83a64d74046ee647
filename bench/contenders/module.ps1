#Requires -Version 7.4
<#
.SYNOPSIS
Takes a folder of images through the service with the module of this repository.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Source,

    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [int] $Limit,

    [Parameter(Mandatory)]
    [string] $Module
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
Get-ChildItem -LiteralPath $Source -File | Invoke-SkinEnhance -Mode Faithful -Destination $Destination -ThrottleLimit $Limit -ErrorAction Continue
