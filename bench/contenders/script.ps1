#Requires -Version 7.4
<#
.SYNOPSIS
Takes a folder of images through the service as an administrator would script it: no module, what PowerShell brings, many at once.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Source,

    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [int] $Limit
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$service = $env:SKINENHANCE_COMFY_URI.TrimEnd('/') + '/proxy/freepik/v1/ai/skin-enhancer'
$headers = @{ 'X-API-Key' = $env:COMFY_API_KEY }

Get-ChildItem -LiteralPath $Source -File | ForEach-Object -ThrottleLimit $Limit -Parallel {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $image = $_
    try {
        $body = @{ image = [Convert]::ToBase64String([IO.File]::ReadAllBytes($image.FullName)) } | ConvertTo-Json
        $task = (Invoke-RestMethod -Method Post -Uri "$using:service/faithful" -Headers $using:headers -ContentType 'application/json' -Body $body).data
        while ($task.status -notin 'COMPLETED', 'FAILED') {
            Start-Sleep -Seconds 3
            $task = (Invoke-RestMethod -Uri "$using:service/$($task.task_id)" -Headers $using:headers).data
        }

        if ($task.status -eq 'FAILED') {
            throw "Task $($task.task_id) failed."
        }

        $result = [uri] $task.generated[0]
        $file = Join-Path $using:Destination "$($image.BaseName)-faithful$([IO.Path]::GetExtension($result.AbsolutePath))"
        Invoke-WebRequest -Uri $result -OutFile $file
    }
    catch {
        Write-Error "$($image.Name): $_" -ErrorAction Continue
    }
}
