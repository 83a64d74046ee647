BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The input of a command' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
    }

    AfterEach {
        Set-Location -LiteralPath $PSScriptRoot
        Close-Emulator $emulator
    }

    It 'is a path by position' {
        $path = Copy-Sample $folder one.png
        (Invoke-SkinEnhance -NoSave $path @Quick).SourcePath | Should -Be $path
    }

    It 'is a wildcard' {
        $paths = Copy-Sample $folder one.png, two.png
        $null = Copy-Sample $folder other.jpg -Sample portrait-freckles.jpg
        (Invoke-SkinEnhance -NoSave "$folder/*.png" @Quick).SourcePath | Sort-Object | Should -Be $paths
    }

    It 'is a path relative to the location of the shell, not of the process' {
        $path = Copy-Sample $folder one.png
        Set-Location -LiteralPath $folder
        (Invoke-SkinEnhance -NoSave one.png @Quick).SourcePath | Should -Be $path
        (Invoke-SkinEnhance -NoSave -LiteralPath ./one.png @Quick).SourcePath | Should -Be $path
    }

    It 'is a path on a PowerShell drive' {
        $path = Copy-Sample $folder one.png
        $null = New-PSDrive -Name pictures -PSProvider FileSystem -Root $folder
        (Invoke-SkinEnhance -NoSave pictures:/one.png @Quick).SourcePath | Should -Be $path
    }

    It 'is a string from the pipeline' {
        $paths = Copy-Sample $folder one.png, two.png
        ($paths | Invoke-SkinEnhance -NoSave @Quick).SourcePath | Sort-Object | Should -Be $paths
    }

    It 'is a file from Get-ChildItem' {
        $paths = Copy-Sample $folder 'one.png', "`u{C5}sa & Jos`u{E9} [studio 2].png", "`u{65E5}`u{672C} `u{1F469}.png", "quote ' and `$dollar.png"
        (Get-ChildItem -LiteralPath $folder | Invoke-SkinEnhance -NoSave @Quick).SourcePath | Sort-Object | Should -Be ($paths | Sort-Object)
    }

    It 'is a folder from Get-ChildItem, for the images directly in it' {
        $paths = @(Copy-Sample "$folder/a" one.png) + @(Copy-Sample "$folder/b [1]" two.png)
        $null = Copy-Sample "$folder/a/deeper" three.png
        Set-Content -LiteralPath "$folder/a/notes.txt" -Value 'no image'
        (Get-ChildItem -LiteralPath $folder -Directory | Invoke-SkinEnhance -NoSave @Quick).SourcePath | Sort-Object | Should -Be $paths
    }

    It 'is a row of a CSV file with a Path column' {
        $paths = Copy-Sample $folder one.png, two.png
        $paths | ForEach-Object { [pscustomobject]@{ Number = 1; Path = $_ } } | Export-Csv -LiteralPath "$folder/list.csv"
        (Import-Csv -LiteralPath "$folder/list.csv" | Invoke-SkinEnhance -NoSave @Quick).SourcePath | Sort-Object | Should -Be $paths
    }

    It 'is an object with <name>' -ForEach @(
        @{ Name = 'FullName' }
        @{ Name = 'LiteralPath' }
        @{ Name = 'LP' }
        @{ Name = 'PSPath' }
    ) {
        $path = Copy-Sample $folder 'one [1].png'
        ([pscustomobject]@{ $Name = $path } | Invoke-SkinEnhance -NoSave @Quick).SourcePath | Should -Be $path
    }

    It 'is a literal name with brackets' {
        $path = Copy-Sample $folder 'a[1].png'
        (Invoke-SkinEnhance -NoSave -LiteralPath $path @Quick).SourcePath | Should -Be $path
    }

    It 'is an error with -LiteralPath if a name with brackets is used as a pattern' {
        $path = Copy-Sample $folder 'a[1].png'
        Invoke-SkinEnhance -NoSave -Path $path @Quick -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageNotFound,*'
        $failure[0].ErrorDetails.Message | Should -BeLike '*-LiteralPath*'
    }

    It 'is an address' {
        $task = Invoke-SkinEnhance -Uri https://example.com/face.png -NoWait
        $task.Source | Should -Be https://example.com/face.png
        $task.SourcePath | Should -BeNullOrEmpty
        (Get-Request $emulator Submit).ImageUrl | Should -Be https://example.com/face.png
    }

    It 'is an address whose query is sent to the service only: <how>' -ForEach @(
        @{ How = '-Uri'; Command = { Invoke-SkinEnhance -Uri $args[0] -NoWait } }
        @{ How = '-Uri that is refused'; Command = { Invoke-SkinEnhance -Uri $args[0] -Mode SmartSkin } }
        @{ How = '-Path, which is refused'; Command = { Invoke-SkinEnhance -Path $args[0] } }
        @{ How = '-LiteralPath, which is refused'; Command = { Invoke-SkinEnhance -LiteralPath $args[0] } }
        @{ How = 'a row that is wrong'; Command = { [pscustomobject]@{ Uri = $args[0]; Mode = 'SmartSkinAdvanced' } | Invoke-SkinEnhance } }
    ) {
        $address = 'https://example.com/face.png?sig=opens-it'
        $ErrorActionPreference = $VerbosePreference = 'Continue'
        $shown = & $Command $address 2>&1 3>&1 4>&1 | Format-List -Property * -Force | Out-String -Width 500
        $shown | Should -BeLike '*https://example.com/face.png*'
        $shown | Should -Not -Match 'opens-it'
    }

    It 'is an address by property name' {
        $tasks = [pscustomobject]@{ Uri = 'https://example.com/1.png' }, [pscustomobject]@{ Uri = 'https://example.com/2.png' } | Start-Upscale
        $tasks.Source | Sort-Object | Should -Be https://example.com/1.png, https://example.com/2.png
    }

    It 'is an error of its own if it is not an address' {
        $task = Invoke-SkinEnhance -Uri face.png, https://example.com/face.png -NoWait -ErrorVariable failure -ErrorAction SilentlyContinue
        $task | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageUriNotAccepted,*'
        $failure[0].TargetObject | Should -Be 'face.png'
    }

    It 'is a file that is specified twice and sent once' {
        $path = Copy-Sample $folder one.png
        Set-Location -LiteralPath $folder
        $tasks = $path, './one.png', "$folder/../$(Split-Path -Leaf $folder)/one.png", "$folder/*.png", $folder | Invoke-SkinEnhance -NoSave @Quick
        $tasks | Should -HaveCount 1
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'is a file that <how> finds again and is sent once' -ForEach @(
        @{ How = 'a link'; Link = 'link.png'; Target = 'one.png'; Path = 'link.png' }
        @{ How = 'a link to its folder'; Link = 'linked'; Target = '.'; Path = 'linked/one.png' }
    ) {
        $file = Copy-Sample $folder one.png
        $null = New-Item -ItemType SymbolicLink -Path "$folder/$Link" -Target "$folder/$Target"
        $file, "$folder/$Path" | Invoke-SkinEnhance -NoSave @Quick | Should -HaveCount 1
    }

    It 'does not include the destination unless it is specified' {
        $paths = Copy-Sample $folder one.png
        $null = Copy-Sample "$folder/done" two.png
        $tasks = @($folder, "$folder/d*" | Invoke-SkinEnhance @Quick -Destination "$folder/done")
        $tasks += Get-ChildItem -LiteralPath $folder -Directory | Invoke-SkinEnhance @Quick -Destination "$folder/done" 3> $null
        $tasks.SourcePath | Should -Be $paths
    }

    It 'is an error for each path without a file, and the others continue' {
        $path = Copy-Sample $folder one.png
        $tasks = "$folder/none.png", "$folder/none*.png", 'nodrive:/x.png', 'env:/PATH', $path |
            Invoke-SkinEnhance -NoSave @Quick -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning 3> $null
        $tasks.SourcePath | Should -Be $path
        $warning.Message | Should -Be "No file matches '$folder/none*.png'."
        $failure | Should -HaveCount 3
        $failure.FullyQualifiedErrorId | Sort-Object -Unique | Should -BeLike 'ImageNotFound,*'
        $failure.TargetObject | Should -Be "$folder/none.png", 'nodrive:/x.png', 'env:/PATH'
    }

    It 'is an error for a path with a null character' {
        $path = Copy-Sample $folder one.png
        (Invoke-SkinEnhance -NoSave -LiteralPath "a`0b", $path @Quick -ErrorVariable failure -ErrorAction SilentlyContinue).SourcePath | Should -Be $path
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageNotFound,*'
    }

    It 'is an error that mentions -Uri if an address is used as a path' {
        Invoke-SkinEnhance -NoSave https://example.com/face.png -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].ErrorDetails.Message | Should -BeLike '*-Uri*'
    }
}
