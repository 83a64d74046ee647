BeforeAll {
    . $PSScriptRoot/common.ps1

    # The files below a folder, by their paths in it.
    function Get-Name {
        param([Parameter(Mandatory)] [string] $Folder)

        Get-ChildItem -LiteralPath $Folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } | Sort-Object
    }
}

Describe 'The name of a result' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:out = Join-Path $folder out
    }

    AfterEach { Close-Emulator $emulator }

    It 'differs for images with the same name before they are billed, in every run alike' {
        $paths = New-Image $folder/in a.png, b.png
        $same = New-Image $folder/in a.jpg -ErrorAction Stop
        $other = New-Image $folder/other b.png
        [IO.File]::AppendAllText($other, 'another')
        foreach ($null in 1..2) {
            $tasks = Invoke-SkinEnhance ($paths + $same + $other) @Quick -Destination $out
            $tasks | Should -HaveCount 4
            Get-Name $out | Should -Be 'a-jpg-smart-skin-advanced.png', 'a-png-smart-skin-advanced.png', 'b-smart-skin-advanced.png', 'other-b-smart-skin-advanced.png'
        }

        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'contains the scale of an upscaler' {
        $paths = New-Image $folder/in a.png
        $null = Start-Upscale $paths -Destination $out
        $null = Start-Upscale $paths -Destination $out -ScaleFactor 4x
        Get-Name $out | Should -Be 'a-upscale-2x.png', 'a-upscale-4x.png'
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'follows a pattern' {
        $null = New-Image $folder/in/wedding a.png, b.png
        $null = Get-ChildItem $folder/in/wedding | Invoke-SkinEnhance @Quick -Destination $out -RelativeTo $folder/in/wedding -OutputName '{Folder}/{Index:00} {BaseName}-{Operation}'
        Get-Name $out | Should -Be 'wedding/01 a-smart-skin-advanced.png', 'wedding/02 b-smart-skin-advanced.png'
    }

    It 'follows the pattern of each row' {
        $paths = New-Image $folder/in a.png, b.png
        $rows = @(
            [pscustomobject]@{ Path = $paths[0]; OutputName = 'first' }
            [pscustomobject]@{ Path = $paths[1]; OutputName = '' }
        )
        $null = $rows | Invoke-SkinEnhance @Quick -Destination $out
        Get-Name $out | Should -Be 'b-smart-skin-advanced.png', 'first.png'
    }

    It 'rejects the pattern <pattern> before anything is sent' -ForEach @(
        @{ Pattern = '../{BaseName}' }
        @{ Pattern = '{Basename' }
        @{ Pattern = '{File}' }
        @{ Pattern = 'C:\{BaseName}' }
    ) {
        $paths = New-Image $folder/in a.png
        { Invoke-SkinEnhance $paths @Quick -Destination $out -OutputName $pattern } | Should -Throw -ErrorId 'ParameterNotAllowed,*'
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'rejects the task id if there is none' {
        $paths = New-Image $folder/in a.png
        { Invoke-SkinEnhance $paths -Mode SmartSkin -Destination $out -OutputName '{TaskId}' } | Should -Throw -ErrorId 'ParameterNotAllowed,*'
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'that exists follows -OnExisting <Action>' -ForEach @(
        @{ Action = 'Error'; Billed = 0 }
        @{ Action = 'Skip'; Status = 'Skipped'; Name = 'a-smart-skin-advanced.png'; Billed = 0 }
        @{ Action = 'Replace'; Status = 'Completed'; Name = 'a-smart-skin-advanced.png'; Billed = 1 }
        @{ Action = 'Rename'; Status = 'Completed'; Name = 'a-smart-skin-advanced (2).png'; Billed = 1 }
    ) {
        $paths = New-Image $folder/in a.png
        $existing = Copy-Sample $out a-smart-skin-advanced.png
        $task = Invoke-SkinEnhance $paths @Quick -Destination $out -OnExisting $action -ErrorVariable failure -ErrorAction SilentlyContinue
        if ($action -eq 'Error') {
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
            $task | Should -BeNullOrEmpty
        }
        else {
            "$($task.Status)" | Should -Be $status
            [IO.Path]::GetFileName($task.FullName) | Should -Be $name
        }

        $existing | Should -Exist
        $emulator.Record.BilledCount | Should -Be $billed
    }

    It 'is replaced by -Force, which cannot be combined with another action' {
        $paths = New-Image $folder/in a.png
        { Invoke-SkinEnhance $paths @Quick -Destination $out -Force -OnExisting Skip } | Should -Throw -ErrorId 'ParameterNotAllowed,*'
        $emulator.Record.BilledCount | Should -Be 0
    }
}
