BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'A task of another endpoint than the current one' {
    BeforeAll {
        $other = Open-Emulator
        $ledger = $env:SKINENHANCE_HOME
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $paths = New-Image $folder 1.png, 2.png
        $script:elsewhere = Invoke-SkinEnhance $paths[0] -NoWait
        Close-Emulator $other
        $script:emulator = Open-Emulator
        $env:SKINENHANCE_HOME = $ledger
        $script:here = Invoke-SkinEnhance $paths[1] -NoWait
    }

    BeforeEach { $emulator.Record.Clear() }
    AfterAll { Close-Emulator $emulator }

    It 'has its endpoint' {
        $elsewhere.Endpoint | Should -Match '^http://127\.0\.0\.1:\d+/$'
        $here.Endpoint | Should -Be $emulator.ComfyAddress.AbsoluteUri
    }

    It 'is listed last with a warning' {
        $tasks = Get-EnhanceTask -WarningVariable warning -WarningAction SilentlyContinue
        $tasks.TaskId | Should -Be $here.TaskId, $elsewhere.TaskId
        "$warning" | Should -BeLike "1 task belongs to $($elsewhere.Endpoint), which is not the current base address*"
    }

    It 'is not polled: <how>' -ForEach @(
        @{ How = 'Get-EnhanceTask -Refresh'; Command = { Get-EnhanceTask -Refresh -WarningAction SilentlyContinue }; Errors = 0 }
        @{ How = 'Get-EnhanceTask by id'; Command = { Get-EnhanceTask $elsewhere.TaskId -ErrorAction SilentlyContinue -ErrorVariable script:failure }; Errors = 1 }
        @{ How = 'Wait-EnhanceTask'; Command = { $elsewhere | Wait-EnhanceTask -ErrorAction SilentlyContinue -ErrorVariable script:failure }; Errors = 1 }
        @{ How = 'Save-EnhanceResult'; Command = { $elsewhere | Save-EnhanceResult "$TestDrive/out" -ErrorAction SilentlyContinue -ErrorVariable script:failure }; Errors = 1 }
    ) {
        $script:failure = @()
        $null = & $Command
        $emulator.Record.Requests | Where-Object { $_.Path -like "*$($elsewhere.TaskId)*" } | Should -BeNullOrEmpty
        @($failure).Where({ $_.FullyQualifiedErrorId -like 'EndpointDiffers,*' }) | Should -HaveCount $Errors
    }
}
