# -UploadStorage: images in the storage of the provider.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:image = Join-Path $SamplePath 'small-portrait.png'
}

Describe '-UploadStorage' {
    Context 'with the emulator' {
        BeforeAll { $script:emulator = Open-Emulator }
        BeforeEach {
            $emulator.Record.Clear()
            $emulator.Faults.Clear()
            $null = Use-FreshLedger
            $script:out = Join-Path $TestDrive "out-$([guid]::NewGuid())"
        }

        AfterAll { Close-Emulator $emulator }

        It 'uploads the image and submits its address: <command>' -ForEach @(
            @{ Command = 'Invoke-SkinEnhance' }
            @{ Command = 'Start-Upscale' }
        ) {
            $path = New-Image (Join-Path $TestDrive "in-$([guid]::NewGuid())") "$Command.png"
            $task = & $Command $path -UploadStorage -Destination $out
            $task.Status, $task.ErrorId | Should -Be 'Completed', $null
            $place, $put = Get-Request $emulator Storage
            $place.Method, $put.Method | Should -Be 'POST', 'PUT'
            $put.ContentLength, $put.ContentType | Should -Be (Get-Item $path).Length, 'image/png'
            $put.Headers.Keys | Should -Not -Contain 'X-API-Key'
            (Get-Request $emulator Submit).ImageUrl | Should -BeLike '*/storage/download/*'
        }

        It 'does not upload an image again that is already in the storage' {
            $path = New-Image (Join-Path $TestDrive "in-$([guid]::NewGuid())") two.png
            $null = Invoke-SkinEnhance $path -Mode Faithful -UploadStorage -NoWait
            $null = Invoke-SkinEnhance $path -Mode Flexible -UploadStorage -NoWait
            Get-Request $emulator Storage | Where-Object Method -EQ PUT | Should -HaveCount 1
            Get-Request $emulator Submit | Should -HaveCount 2
        }

        It 'uploads nothing if it is not specified, or is false' {
            $null = Invoke-SkinEnhance $image -UploadStorage:$false -NoWait
            Get-Request $emulator Storage | Should -BeNullOrEmpty
            (Get-Request $emulator Submit).ImageUrl | Should -BeNullOrEmpty
        }

        It 'shows no signature with -Verbose' {
            $lines = Invoke-SkinEnhance $image -UploadStorage -NoWait -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$lines" | Should -Match 'customers/storage'
            "$lines" | Should -Not -Match 'signature='
        }

        It 'fails an image that the storage rejects, with nothing submitted' {
            $path = New-Image (Join-Path $TestDrive "in-$([guid]::NewGuid())") three.png
            Add-Fault $emulator StatusOn Storage, 403 -Property @{ Skip = 1 }
            $task = Invoke-SkinEnhance $path -UploadStorage -Destination $out -ErrorAction SilentlyContinue -ErrorVariable failure
            $task | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'UploadFailed,*'
            $failure[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
            $failure[0].TargetObject | Should -Be $path
            Get-Request $emulator Submit | Should -BeNullOrEmpty
            Get-EnhanceTask | Should -BeNullOrEmpty
        }
    }

    It 'works with Start-EnhanceEmulator' {
        Start-EnhanceEmulator -TaskTime 0.1
        try {
            $task = Invoke-SkinEnhance $image -UploadStorage -Destination (Join-Path $TestDrive started)
            $task.OutputPath | Should -Exist
        }
        finally {
            Stop-EnhanceEmulator
        }
    }
}
