# Which images a command processes, and what is billed when it runs again.

BeforeAll {
    . $PSScriptRoot/common.ps1

    function Get-Name {
        # The files below a folder, with slashes, sorted.
        param([string] $Folder)
        Get-ChildItem -LiteralPath $Folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } | Sort-Object -Culture ''
    }
}

Describe 'The images of a command' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Set-Location -LiteralPath $folder
    }

    AfterEach {
        Set-Location -LiteralPath $PSScriptRoot
        Close-Emulator $emulator
    }

    It 'are billed once each when <Name> is run three times' -ForEach @(
        @{ Name = 'a listing into its own folder'; Code = { Get-ChildItem *.png | Invoke-SkinEnhance @Quick -Destination . } }
        @{ Name = 'a wildcard into its own folder'; Code = { Invoke-SkinEnhance *.png @Quick -Destination . } }
        @{ Name = 'a folder that is its own destination'; Code = { Invoke-SkinEnhance $folder @Quick -Destination $folder } }
        @{ Name = 'a folder below which the results go'; Code = { Invoke-SkinEnhance . -Recurse @Quick -Destination ./z } }
        @{ Name = 'a listing below which the results go'; Code = { Get-ChildItem -Recurse | Invoke-SkinEnhance @Quick -Destination ./z } }
    ) {
        $null = New-Image $folder one.png, two.png
        1..3 | ForEach-Object { & $Code 3> $null } | Should -HaveCount 6
        $emulator.Record.BilledCount | Should -Be 2
        Get-Name $folder | Should -HaveCount 4
    }

    It 'do not grow when Get-ChildItem finds the results of the same run' {
        $null = New-Image "$folder/a" one.png, two.png
        $null = New-Image "$folder/b" three.png
        $all = [Collections.Generic.List[string]]::new()
        # Get-ChildItem lists the folder of the results last, when the first results exist.
        & {
            Get-ChildItem -LiteralPath a, b -File
            Wait-Condition { (Test-Path -LiteralPath "$folder/z") -and @(Get-ChildItem -LiteralPath "$folder/z" -Recurse -File).Count -ge 1 }
            Get-ChildItem -LiteralPath z -Recurse -File
        } | Invoke-SkinEnhance @Quick -Destination ./z -WarningVariable warning 3> $null | ForEach-Object { $all.Add($_.Source) }
        $all | Should -HaveCount 3
        $emulator.Record.BilledCount | Should -Be 3
        "$warning" | Should -BeLike '*result*'
    }

    It 'do not include a specified result, with a message how to submit it' {
        $null = New-Image $folder one.png
        $result = (Invoke-SkinEnhance one.png @Quick -Destination .).OutputPath[0]
        Start-Upscale $result -WarningVariable warning 3> $null | Should -BeNullOrEmpty
        $warning[0].Message | Should -BeLike "*$result*is a result. -IncludeResults*"
        $emulator.Record.BilledCount | Should -Be 1
        Start-Upscale $result -IncludeResults | Should -HaveCount 1
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'cause a warning if there are none: <Name>' -ForEach @(
        @{ Name = 'an empty folder'; Code = { Invoke-SkinEnhance ./empty } }
        @{ Name = 'a wildcard that matches nothing'; Code = { Invoke-SkinEnhance './empty/*.jpg' } }
        @{ Name = 'an empty listing'; Code = { Get-ChildItem ./empty | Invoke-SkinEnhance } }
        @{ Name = 'an empty listing to test'; Code = { Get-ChildItem ./empty | Test-EnhanceImage } }
    ) {
        $null = New-Item -ItemType Directory -Path empty
        $said = & $Code 3>&1
        $said | Should -Not -BeNullOrEmpty
        $said | Should -BeOfType System.Management.Automation.WarningRecord
    }

    It 'do not include hidden files, system files and other files unless specified' {
        $null = New-Image $folder one.png, ._one.png
        $null = New-Image "$folder/@eaDir" two.png
        Set-Content -LiteralPath Thumbs.db, a.heic, b.heic, c.dng, notes.txt -Value 'x'
        (Invoke-SkinEnhance . -Recurse @Quick -WarningVariable warning 3> $null).Source | Should -Be (Join-Path $folder one.png)
        $warning | Should -HaveCount 1
        $warning[0].Message | Should -BeLike '3 files were skipped: 2 .heic, 1 .dng. No operation*'
        Get-ChildItem -Recurse -Force | Test-EnhanceImage 3> $null | Should -BeTrue
        Test-EnhanceImage '*.png' 3> $null | Should -BeTrue
        (Invoke-SkinEnhance -LiteralPath '@eaDir/two.png', '._one.png' @Quick).Source | Should -HaveCount 2
    }

    It 'are filtered by -Include, -Exclude and -Newer' {
        $null = New-Image $folder IMG_1.png, IMG_2.png, x.png
        $null = New-Image "$folder/drafts" IMG_3.png
        (Get-Item -LiteralPath IMG_2.png).LastWriteTime = Get-Date -Year 2020
        (Invoke-SkinEnhance . -Recurse -Include 'img_*' -Exclude drafts -Newer (Get-Date -Year 2021) @Quick -NoSave).Source | Should -Be (Join-Path $folder IMG_1.png)
        Test-EnhanceImage . -Newer 1d | Should -HaveCount 2
        Get-ChildItem -File | Invoke-SkinEnhance -Include '*.jpg' -WarningVariable warning 3> $null
        $warning[-1].Message | Should -BeLike '*nothing to do. 3 files do not match*'
        { Invoke-SkinEnhance . -Exclude a/b } | Should -Throw '*names*not paths*'
    }

    It 'keep the folders of a camera: <Name>' -ForEach @(
        @{ Name = 'below a folder'; Code = { Invoke-SkinEnhance ./dcim -Recurse @Quick -Destination out } }
        @{ Name = 'from a listing of the location'; Code = { Set-Location dcim; Get-ChildItem -Recurse | Invoke-SkinEnhance @Quick -Destination ../out } }
        @{ Name = 'from files alone'; Code = { Set-Location dcim; Get-ChildItem -Recurse -File | Invoke-SkinEnhance @Quick -Destination ../out } }
        @{ Name = 'from a listing of another place'; Code = { $null = New-Item -ItemType Directory there; Set-Location there; Get-ChildItem ../dcim -Recurse | Invoke-SkinEnhance @Quick -Destination ../out } }
        @{ Name = 'below the folder of -RelativeTo'; Code = { Get-ChildItem dcim -Recurse -File | Invoke-SkinEnhance -RelativeTo dcim @Quick -Destination out } }
        @{ Name = 'of paths'; Code = { 'dcim/a/IMG_1.png', 'dcim/b/IMG_1.png' | Invoke-SkinEnhance -RelativeTo dcim @Quick -Destination out } }
    ) {
        $null = New-Item -ItemType Directory -Path dcim
        foreach ($name in 'a', 'b') {
            $path = Copy-Sample "$folder/dcim/$name" IMG_1.png
            [IO.File]::AppendAllText($path, $name)
        }

        & $Code | Should -HaveCount 2
        Get-Name "$folder/out" | Should -Be 'a/IMG_1-smart-skin-advanced.png', 'b/IMG_1-smart-skin-advanced.png'
    }

    It 'keep the folders of a listing below the location, and those of a destination' {
        $null = New-Image "$folder/sub" one.png
        $null = Get-ChildItem sub | Invoke-SkinEnhance @Quick -Destination out
        Get-Name "$folder/out" | Should -Be 'sub/one-smart-skin-advanced.png'
        $null = Get-ChildItem sub | Invoke-SkinEnhance @Quick -Destination sub
        Get-Name "$folder/sub" | Should -Be 'one-smart-skin-advanced.png', 'one.png'
    }

    It 'keep their folders when their tasks are piped, and are not skipped as results' {
        $null = New-Image "$folder/dcim/a" IMG_1.png
        $null = New-Image "$folder/dcim/b" IMG_1.png
        [IO.File]::AppendAllText("$folder/dcim/b/IMG_1.png", 'b')
        $warning = $null
        Invoke-SkinEnhance dcim -Recurse @Quick -Destination out | Start-Upscale -Destination large -WarningVariable warning | Should -HaveCount 2
        $warning | Should -BeNullOrEmpty
        Get-Name "$folder/large" | Should -Be 'a/IMG_1-smart-skin-advanced-upscale-2x.png', 'b/IMG_1-smart-skin-advanced-upscale-2x.png'
        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'must be below the folder of -RelativeTo' {
        $null = New-Image $folder one.png
        $null = New-Item -ItemType Directory -Path there
        Invoke-SkinEnhance one.png -RelativeTo there -Destination out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageOutsideFolder,*'
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'do not include a pipe, which is an error of its own' -Skip:$IsWindows {
        $null = New-Image $folder a.png, c.png
        mkfifo "$folder/b.jpg"
        $failure = $null
        $tasks = Get-ChildItem | Invoke-SkinEnhance @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
        $tasks | Should -HaveCount 2
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageNotReadable,*'
        $failure[0].Exception.Message | Should -BeLike '*not a regular file*'
    }

    It 'can have a colon in their names: <Name>' -Skip:$IsWindows -ForEach @(
        @{ Name = 'a path'; Code = { Invoke-SkinEnhance ./12:30.png @Quick -Destination out } }
        @{ Name = 'a literal path'; Code = { Invoke-SkinEnhance -LiteralPath "$folder/12:30.png" @Quick -Destination out } }
        @{ Name = 'a listing'; Code = { Get-ChildItem *.png | Invoke-SkinEnhance @Quick -Destination out } }
        @{ Name = 'a folder'; Code = { Invoke-SkinEnhance . @Quick -Destination out } }
    ) {
        $null = New-Image $folder 12:30.png
        & $Code | Should -HaveCount 1
        Get-Name "$folder/out" | Should -Be '12_30-smart-skin-advanced.png'
    }
}
