BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The README' {
    It 'begins with the commands that show and test everything' {
        $first = [regex]::Match((Get-Content -Raw -LiteralPath (Join-Path $RepositoryRoot README.md)), '(?s)```.*?```').Value -split '\r?\n'
        $first | Should -Be '```sh', 'dotnet build src/SkinEnhance -t:Demo', 'dotnet test', '```'
    }

    It 'shows PowerShell that runs unchanged' {
        $text = Get-Content -Raw -LiteralPath (Join-Path $RepositoryRoot README.md)
        $blocks = [regex]::Matches($text, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
        $blocks | Should -Not -BeNullOrEmpty
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive readme)
        Copy-Item -LiteralPath $SamplePath -Destination $folder -Recurse
        $begin = "Set-StrictMode -Version Latest`n`$ErrorActionPreference = 'Stop'`n`$PSDefaultParameterValues['Start-EnhanceEmulator:TaskTime'] = 0.1`n"
        $script = $begin + ($blocks -join "`n").Replace('./out/SkinEnhance', "'$($ModulePath.Replace("'", "''"))'")
        $null = Invoke-PowerShell $script -WorkingDirectory $folder
        Get-ChildItem -LiteralPath (Join-Path $folder out/try) -File | Should -HaveCount 6
    }
}
