BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'A result without a destination' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = @(New-Image "$folder/a" one.png; New-Image "$folder/b" two.png)
    }

    AfterEach { Close-Emulator $emulator }

    It 'is saved in the folder of its image: <how>' -ForEach @(
        @{ How = 'paths'; Script = { $args[0] | Invoke-SkinEnhance @Quick } }
        @{ How = 'files'; Script = { $args[0] | Get-Item | Invoke-SkinEnhance @Quick } }
        @{ How = 'from elsewhere'; Script = { Push-Location $TestDrive; try { Invoke-SkinEnhance $args[0] @Quick } finally { Pop-Location } } }
    ) {
        $done = & $Script $paths
        $done.OutputPath | Sort-Object | Should -Be "$folder/a/one-smart-skin-advanced.png", "$folder/b/two-smart-skin-advanced.png"
        $done.OutputPath | Should -Exist
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'is not an image of the next run, so that the same command twice pays once: <how>' -ForEach @(
        @{ How = 'folders'; Script = { Invoke-SkinEnhance "$folder/a", "$folder/b" @Quick } }
        @{ How = 'wildcards'; Script = { Invoke-SkinEnhance "$folder/*/*.png" @Quick } }
        @{ How = 'files'; Script = { Get-ChildItem $folder -Recurse -File | Invoke-SkinEnhance @Quick } }
        @{ How = 'a folder with those below it'; Script = { Invoke-SkinEnhance $folder -Recurse @Quick } }
        @{ How = 'Start-Upscale'; Script = { Start-Upscale "$folder/a", "$folder/b" -Wait } }
    ) {
        & $Script | Should -HaveCount 2
        $again = & $Script 3> $null
        $again.FromLedger | Should -Be $true, $true
        ($again | Measure-Object Credits -Sum).Sum | Should -Be 0
        $emulator.Record.BilledCount | Should -Be 2
        $null = Use-FreshLedger
        $ErrorActionPreference = 'SilentlyContinue'
        & $Script 3> $null 2> $null | Should -BeNullOrEmpty
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'of an address is saved in the current folder' {
        $null = New-Item -ItemType Directory -Path "$folder/here"
        Push-Location -LiteralPath "$folder/here"
        try {
            (Invoke-SkinEnhance -Uri https://example.com/face.png).OutputPath | Should -BeLike "$folder/here/face-faithful.*"
        }
        finally {
            Pop-Location
        }
    }

    It 'is not saved with <name>, and the task has its address' -ForEach @(
        @{ Name = '-NoSave'; Parameter = @{ NoSave = $true } }
        @{ Name = '-NoWait'; Parameter = @{ NoWait = $true } }
    ) {
        $done = Invoke-SkinEnhance $paths[0] @Quick @Parameter
        $done.OutputPath | Should -BeNullOrEmpty
        (Get-ChildItem -LiteralPath $folder -Recurse -File).FullName | Sort-Object | Should -Be $paths
        ($done | Wait-EnhanceTask).ResultUri | Should -HaveCount 1
    }

    It 'of Start-Upscale is saved in the folder of its image with -Wait' {
        $null = Start-Upscale $paths[0]
        (Start-Upscale $paths[1] -Wait -NoSave).OutputPath | Should -BeNullOrEmpty
        (Start-Upscale $paths[1] -Wait).OutputPath | Should -Be "$folder/b/two-upscale-2x.png"
        (Get-ChildItem -LiteralPath $folder -Recurse -File).Name | Sort-Object | Should -Be one.png, two-upscale-2x.png, two.png
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'of a task that is not saved is saved in the folder of the source' {
        $large = Invoke-SkinEnhance $paths[0] @Quick -NoSave | Start-Upscale -Wait
        $large.OutputPath | Should -Be "$folder/a/one-smart-skin-advanced-upscale-2x.png"
    }

    It 'that exists is an error before its image is billed' {
        [IO.File]::WriteAllText("$folder/a/one-smart-skin-advanced.png", 'mine')
        Invoke-SkinEnhance $paths[0] @Quick -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
        $emulator.Record.BilledCount | Should -Be 0
        Get-Content "$folder/a/one-smart-skin-advanced.png" | Should -Be 'mine'
    }

    It 'cannot be combined with -NoSave and -Destination' {
        { Invoke-SkinEnhance $paths[0] @Quick -NoSave -Destination $folder -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterNotAllowed,*'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }
}
