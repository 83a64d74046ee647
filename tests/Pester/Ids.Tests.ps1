BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The id of a task' {
    BeforeAll {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..3 | ForEach-Object { "$_.png" })
        $script:tasks = Invoke-SkinEnhance -NoSave $paths @Quick
        $script:synchronous = Invoke-SkinEnhance $paths[0] -Mode SmartSkin -Destination "$folder/out"
    }

    AfterAll { Close-Emulator $emulator }

    It 'can be abbreviated to the length in the table: <how>' -ForEach @(
        @{ How = 'Get'; Command = { Get-EnhanceTask $args[0] } }
        @{ How = 'Get, from the pipeline'; Command = { $args[0] | Get-EnhanceTask } }
        @{ How = 'Get, in upper case'; Command = { Get-EnhanceTask $args[0].ToUpperInvariant() } }
        @{ How = 'Get, as a pattern'; Command = { Get-EnhanceTask "$($args[0])*" } }
        @{ How = 'Get, a row'; Command = { [pscustomobject]@{ TaskId = $args[0] } | Get-EnhanceTask } }
        @{ How = 'Wait'; Command = { Wait-EnhanceTask $args[0] } }
        @{ How = 'Wait, from the pipeline'; Command = { $args[0] | Wait-EnhanceTask } }
        @{ How = 'Save'; Command = { Save-EnhanceResult -TaskId $args[0] -Destination "$folder/$([guid]::NewGuid())" } }
    ) {
        foreach ($length in 8, 6) {
            (& $Command $tasks[1].TaskId.Substring(0, $length)).TaskId | Should -Be $tasks[1].TaskId
        }
    }

    It 'is the ledger''s own if the service returned none, as in the table' {
        $shown = ($synchronous | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ -match 'SmartSkin' }
        $id = ($shown.Trim() -split '\s+')[0]
        $id | Should -Match '^[0-9A-F]{8}$'
        (Get-EnhanceTask $id).RecordId | Should -Be $synchronous.RecordId
    }

    It 'can be a pattern for several, each once' {
        Get-EnhanceTask '*', $tasks[0].TaskId | Should -HaveCount 4
        Get-EnhanceTask 'zzz*' | Should -BeNullOrEmpty
    }

    It 'is not found if it is shorter' {
        Get-EnhanceTask $tasks[0].TaskId.Substring(0, 5) -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
    }

    It 'removes only its task if it is abbreviated' {
        Remove-EnhanceTask $synchronous.RecordId.Substring(0, 8)
        Get-EnhanceTask | Should -HaveCount 3
        $tasks | Save-EnhanceResult "$folder/done" | Out-Null
        Remove-EnhanceTask "$($tasks[0].TaskId.Substring(0, 8))*"
        (Get-EnhanceTask).TaskId | Should -Not -Contain $tasks[0].TaskId
        Get-EnhanceTask | Should -HaveCount 2
    }
}
